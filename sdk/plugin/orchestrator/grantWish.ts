import type { Vault } from '../kernel/index.ts';
import type { SagaEvent } from './machine.ts';
import type { Wish } from './saga.ts';
import { recordAlone, type Saga } from './sagaLog.ts';

/** Carries out an operator's command on a stuck run. A command that does not fit the run's state, such as skipping an undo that has not begun, is dropped. */
export async function grantWish(saga: Saga, wish: Wish, vault: Vault): Promise<Saga> {
  return recordAlone(saga, [eventOf(wish)], vault);
}

function eventOf(wish: Wish): SagaEvent {
  const { by, reason } = wish;
  const at = Date.now();
  if (wish.did === 'retry') return { type: 'retried', by, reason, at };
  return { type: wish.did === 'skip' ? 'skipped' : 'resolved', by, reason: wish.reason, at };
}
