import { outcome, VaultError } from '@nimbusvault/sdk';
import type { Operated } from '@nimbusvault/sdk/kernel';
import { z } from 'zod';
import { conflict, Id, Reason } from '../common/helpers.ts';

const told = { id: z.string(), plugin: z.string() };
const words = z.string().nullish();

const SagaEventView = z.object({ kind: z.string(), at: words, step: z.string(), words: z.string() });

/** A run, as its plugin reports it; a list leaves out its story and its context. */
export const SagaView = z.object({
  ...told,
  workflow: z.string(),
  status: z.enum(['running', 'compensating', 'stuck', 'completed', 'compensated', 'resolved']),
  createdAt: z.string(),
  updatedAt: z.string(),
  isLeftAlone: z.boolean().default(false),
  step: words,
  code: words,
  message: words,
  story: z.array(SagaEventView).nullish(),
  context: words,
});

export type SagaView = z.infer<typeof SagaView>;

const DeadLetterReplayView = z.object({ at: z.string(), by: z.string(), reason: words });

/** A dead letter, as its plugin reports it; a list leaves out its data and its replays. */
export const DeadLetterView = z.object({
  ...told,
  handler: z.string(),
  type: z.string(),
  state: z.enum(['dead', 'waiting', 'done']),
  attempts: z.int(),
  firstTriedAt: z.string(),
  lastTriedAt: z.string(),
  code: z.string(),
  message: z.string(),
  data: words,
  replays: z.array(DeadLetterReplayView).nullish(),
});

export type DeadLetterView = z.infer<typeof DeadLetterView>;

export const OperateInput = z.object({
  id: Id,
  reason: Reason.nullish(),
});

/** The plugins that answered, with their answers, and those that did not. */
export function gather<View>(answers: readonly Operated[], view: z.ZodType<View>) {
  const views = answers.flatMap((each) => ('result' in each ? z.array(view).parse(each.result) : []));
  return { told: views, silent: answers.flatMap((each) => ('code' in each ? [each.plugin] : [])) };
}

/** The answer of the one plugin that has it, or null. Throws if a plugin that may have it did not answer. */
export function pick<View>(answers: readonly Operated[], view: z.ZodType<View>): View | null {
  const found = answers.flatMap((each) => ('result' in each && each.result ? [view.parse(each.result)] : []));
  const silent = answers.flatMap((each) => ('code' in each ? [each.message] : []));
  if (found[0]) return found[0];
  if (silent[0]) throw new VaultError('STACK_FAILED', silent[0]);
  return null;
}

/** The outcome: the object in its new state, of this GraphQL type; or the reason why nothing was done. */
export function endOf<View, Name extends string>(
  answer: Operated | undefined,
  __typename: Name,
  view: z.ZodType<View>,
) {
  if (answer && 'result' in answer) return { ...view.parse(answer.result), __typename };
  const { code = '', message = '' } = answer ?? {};
  if (code === 'NOT_FOUND') return outcome('NotFound', { message });
  if (code === 'BAD_USER_INPUT') return conflict(message);
  throw new VaultError('STACK_FAILED', message);
}
