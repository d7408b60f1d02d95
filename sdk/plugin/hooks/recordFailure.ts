import type { Vault } from '../kernel/index.ts';
import { bury } from './bury.ts';
import type { Delivery, DeliveryMeans, Handled } from './delivery.ts';
import { handlerErrorOf } from './handlerError.ts';
import { countAttempt, postpone } from './inbox.ts';
import { delayAfter, type RetryPolicy } from './retry.ts';

// If the failure itself cannot be written, the database is unavailable: that is not the handler's fault.
const uncountedDelayMs = 1_000;

/** A failed attempt. */
interface Failed {
  readonly delivery: Delivery;
  readonly handler: string;
  readonly failure: unknown;
}

/** Counts the attempt in a transaction of its own and postpones the handler; after its last try it is dead. */
export async function recordFailure(
  failed: Failed,
  { inTransaction, retry }: DeliveryMeans,
): Promise<Handled> {
  try {
    return await inTransaction(failed.delivery, (vault) => waitOrDie(failed, retry, vault));
  } catch {
    return { state: 'waiting', waitMs: uncountedDelayMs, failure: failed.failure };
  }
}

async function waitOrDie(
  { delivery, handler, failure }: Failed,
  retry: RetryPolicy,
  vault: Vault,
): Promise<Handled> {
  const key = { messageId: delivery.id, handler };
  const attempts = await countAttempt(key, handlerErrorOf(failure), vault);
  if (attempts === undefined) return { state: 'settled' };
  if (attempts >= retry.tries) {
    await bury(key, delivery, vault);
    return { state: 'dead', failure };
  }
  const waitMs = delayAfter(attempts, retry);
  await postpone(key, waitMs, vault);
  return { state: 'waiting', waitMs, failure };
}
