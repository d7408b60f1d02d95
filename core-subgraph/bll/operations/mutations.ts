import { checkInput, type Vault } from '@nimbusvault/sdk';
import { notFound } from '../common/helpers.ts';
import { findUser } from '../users/queries.ts';
import { endOf, OperateInput } from './helpers.ts';
import { findDeadLetter, findSaga, operate } from './queries.ts';

/** What an operator says: of which thing, and why. */
export interface OperateArgs {
  readonly id: string;
  readonly reason?: string | null;
}

/** Helps a stuck run; who did it, when and why becomes part of its story. */
export async function helpSaga(did: 'retry' | 'skip' | 'resolve', args: OperateArgs, vault: Vault) {
  const checked = checkInput(OperateInput, args);
  if (!('input' in checked)) return checked;
  const { input } = checked;
  const saga = await findSaga(input.id, vault);
  if (!saga) return notFound('run');
  const verb = { verb: 'help-saga', did, id: input.id, ...(await whoAndWhy(input.reason, vault)) } as const;
  const [answer] = await operate(verb, vault, saga.plugin);
  return endOf(answer, 'Saga');
}

/** Has a dead letter tried again; who did it, when and why is kept with it. */
export async function replayDeadLetter(args: OperateArgs, vault: Vault) {
  const checked = checkInput(OperateInput, args);
  if (!('input' in checked)) return checked;
  const { input } = checked;
  const letter = await findDeadLetter(input.id, vault);
  if (!letter) return notFound('dead letter');
  const verb = {
    verb: 'replay-dead-letter',
    id: input.id,
    ...(await whoAndWhy(input.reason, vault)),
  } as const;
  const [answer] = await operate(verb, vault, letter.plugin);
  return endOf(answer, 'DeadLetter');
}

/** A username can be given to somebody else one day: the id stands beside it. */
async function whoAndWhy(reason: string | null | undefined, vault: Vault) {
  const { userId } = vault;
  const user = userId && (await findUser(userId, vault));
  return { by: user ? `${user.username} (${user.id})` : (userId ?? 'nobody'), reason: reason ?? null };
}
