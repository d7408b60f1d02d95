import type { Vault } from '../kernel/index.ts';
import type { SagaEvent } from './machine.ts';
import type { Wish } from './saga.ts';
import { recordAlone, type Saga } from './sagaLog.ts';

/** Does what a person wants of a stuck run. A wish that does not fit it, such as to skip what is not being undone, is dropped. */
export async function grantWish(saga: Saga, wish: Wish, vault: Vault): Promise<Saga> {
  return recordAlone(saga, [eventOf(wish)], vault);
}

function eventOf(wish: Wish): SagaEvent {
  const { by, reason } = wish;
  const at = Date.now();
  if (wish.did === 'retry') return { type: 'retried', by, reason, at };
  return { type: wish.did === 'skip' ? 'skipped' : 'resolved', by, reason: wish.reason, at };
}
