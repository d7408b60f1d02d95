import { BrokenCircuitError, circuitBreaker, CountBreaker, handleWhenResult } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { unavailable } from './failures.ts';
import type { End } from './tryOnce.ts';

const mostOrigins = 1_000;
const share = { threshold: 0.5, size: 20, minimumNumberOfCalls: 10 };

/** Stops calling an origin that only makes its callers wait. */
export interface Breakers {
  /** Makes the try, or ends it at once while the origin rests. */
  pass(origin: string, make: () => Promise<End>): Promise<End>;
}

/** A breaker for each origin: it opens once half of the latest 20 tries have failed, and lets one through after `restMs`. */
export function createBreakers(restMs: number, log: VaultLog): Breakers {
  const breakers = new LRUCache<string, ReturnType<typeof circuitBreaker>>({ max: mostOrigins });
  const breakerOf = (origin: string) => {
    const kept = breakers.get(origin);
    if (kept) return kept;
    const breaker = circuitBreaker(
      handleWhenResult((end) => (end as End).isFault),
      { halfOpenAfter: restMs, breaker: new CountBreaker(share) },
    );
    breaker.onBreak(() =>
      log.warn({ origin, restMs }, 'an outside system fails; it is not called for a while'),
    );
    breaker.onReset(() => log.info({ origin }, 'an outside system answers again'));
    breakers.set(origin, breaker);
    return breaker;
  };
  return {
    async pass(origin, make) {
      try {
        return await breakerOf(origin).execute(make);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        const rests = unavailable(`${origin} has failed too often, and is not called for a while.`, {
          retryAfterMs: restMs,
        });
        return { error: rests, isFault: false, wasSent: false, isFinal: true };
      }
    },
  };
}
