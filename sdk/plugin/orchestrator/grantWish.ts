import type { Vault } from '../kernel/index.ts';
import { hangOf } from './hangOf.ts';
import type { SagaEvent } from './machine.ts';
import type { Hang, Wish } from './saga.ts';
import { recordAlone, type Saga } from './sagaLog.ts';

/** Carries out a command on a run. A command that does not fit the run's state, such as skipping an undo that has not begun, is dropped. */
export async function grantWish(saga: Saga, wish: Wish | Hang, vault: Vault): Promise<Saga> {
  return recordAlone(saga, [eventOf(wish, saga)], vault);
}

function eventOf(wish: Wish | Hang, { state }: Saga): SagaEvent {
  if (wish.did === 'count-hang') return hangOf(state, wish.step);
  const { by, reason } = wish;
  const at = Date.now();
  if (wish.did === 'retry') return { type: 'retried', by, reason, at };
  return { type: wish.did === 'skip' ? 'skipped' : 'resolved', by, reason: wish.reason, at };
}
