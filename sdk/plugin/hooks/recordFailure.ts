import type { Vault } from '../kernel/index.ts';
import { bury } from './bury.ts';
import { stateOf, type Delivery, type DeliveryMeans, type Handled } from './delivery.ts';
import { handlerErrorOf } from './handlerError.ts';
import { countAttempt, postpone, putOff, readWait } from './inbox.ts';
import { delayAfter, isFinal, Permanent, type RetryPolicy } from './retry.ts';
import { retryAfterOf } from './retryAfter.ts';

// If the failure itself cannot be written, the database is unavailable: that is not the handler's fault.
const uncountedDelayMs = 1_000;

/** A failed attempt. */
interface Failed {
  readonly delivery: Delivery;
  readonly handler: string;
  /** The run of a task. */
  readonly run?: string;
  readonly failure: unknown;
}

/**
 * Counts the attempt in a transaction of its own and postpones the handler; after its last try it is dead. One that asks to be
 * tried later is not counted.
 */
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
  { delivery, handler, run, failure }: Failed,
  retry: RetryPolicy,
  vault: Vault,
): Promise<Handled> {
  const key = { messageId: delivery.id, handler, run };
  const error = handlerErrorOf(failure);
  const wishMs = retryAfterOf(failure);
  if (wishMs !== undefined && (await putOff(key, { waitMs: wishMs, error }, vault)))
    return { state: 'waiting', waitMs: wishMs };
  const attempts = await countAttempt(key, error, vault);
  if (attempts === undefined) return stateOf(await readWait(key, vault));
  if (attempts >= retry.tries || isFinal(failure) || failure instanceof Permanent) {
    await bury(key, delivery, vault);
    return { state: 'dead', failure };
  }
  const waitMs = Math.max(delayAfter(attempts, retry), wishMs ?? 0);
  await postpone(key, waitMs, vault);
  return { state: 'waiting', waitMs, failure };
}
