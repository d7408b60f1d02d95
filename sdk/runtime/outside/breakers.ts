import { BrokenCircuitError, circuitBreaker, CircuitState, CountBreaker, handleWhenResult } from 'cockatiel';
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
  /** Counts a try as failed that `pass` has counted as good: its answer began, and broke off. */
  countBroken(origin: string): void;
}

/** A breaker for each origin: it opens once half of the latest 20 tries have failed, and lets one through after `restMs`. */
export function createBreakers(restMs: number, log: VaultLog): Breakers {
  const breakers = new LRUCache<string, Breaker>({ max: mostOrigins });
  const breakerOf = (origin: string) => {
    const breaker = breakers.get(origin) ?? createBreaker(origin, restMs, log);
    breakers.set(origin, breaker);
    return breaker;
  };
  return {
    async pass(origin, make) {
      try {
        return await breakerOf(origin).circuit.execute(make);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        const rests = unavailable(`${origin} has failed too often, and is not called for a while.`, {
          retryAfterMs: restMs,
        });
        return { error: rests, isFault: false, wasSent: false, isFinal: true };
      }
    },
    countBroken(origin) {
      const { circuit, counts } = breakerOf(origin);
      if (circuit.state !== CircuitState.Closed) return;
      takeBackSuccess(counts);
      void circuit.execute(async () => ({ isFault: true, wasSent: true }));
    },
  };
}

type Breaker = ReturnType<typeof createBreaker>;

function createBreaker(origin: string, restMs: number, log: VaultLog) {
  const counts = new CountBreaker(share);
  const circuit = circuitBreaker(
    handleWhenResult((end) => (end as End).isFault),
    { halfOpenAfter: restMs, breaker: counts },
  );
  circuit.onBreak(() =>
    log.warn({ origin, restMs }, 'an outside system fails; it is not called for a while'),
  );
  circuit.onReset(() => log.info({ origin }, 'an outside system answers again'));
  return { circuit, counts };
}

interface Counts {
  readonly samples: readonly (boolean | null)[];
  readonly successes: number;
}

function takeBackSuccess(breaker: CountBreaker): void {
  const counts = breaker.state as Counts;
  const at = counts.samples.lastIndexOf(true);
  if (at === -1) return;
  breaker.state = { ...counts, samples: counts.samples.with(at, null), successes: counts.successes - 1 };
}
