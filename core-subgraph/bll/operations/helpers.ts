import { outcome, VaultError, type Outcome } from '@nimbusvault/sdk';
import type { Operated } from '@nimbusvault/sdk/kernel';
import { z } from 'zod';
import { conflict, Id, Reason } from '../common/helpers.ts';

const Told = z.looseObject({ id: z.string(), plugin: z.string() });

/** A run or a dead letter, as its plugin reports it. */
export type Told = z.infer<typeof Told>;

export const OperateInput = z.object({
  id: Id,
  reason: Reason.nullish(),
});

/** The plugins that answered, with their answers, and those that did not. */
export function gather(answers: readonly Operated[]) {
  const told = answers.flatMap((each) => ('result' in each ? z.array(Told).parse(each.result) : []));
  return { told, silent: answers.flatMap((each) => ('code' in each ? [each.plugin] : [])) };
}

/** The answer of the one plugin that has it, or null. Throws if a plugin that may have it did not answer. */
export function pick(answers: readonly Operated[]): Told | null {
  const found = answers.flatMap((each) => ('result' in each && each.result ? [Told.parse(each.result)] : []));
  const silent = answers.flatMap((each) => ('code' in each ? [each.message] : []));
  if (found[0]) return found[0];
  if (silent[0]) throw new VaultError('STACK_FAILED', silent[0]);
  return null;
}

/** The outcome: the object in its new state, of this GraphQL type; or the reason why nothing was done. */
export function endOf(answer: Operated | undefined, __typename: string): Told | Outcome {
  if (answer && 'result' in answer) return { ...Told.parse(answer.result), __typename };
  const { code = '', message = '' } = answer ?? {};
  if (code === 'NOT_FOUND') return outcome('NotFound', { message });
  if (code === 'BAD_USER_INPUT') return conflict(message);
  throw new VaultError('STACK_FAILED', message);
}
