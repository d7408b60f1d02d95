import { logFaults } from '../output/logFaults.ts';
import type { Condition } from '../database/condition.ts';

const stuckMs = 60_000;
const apartMs = 10_000;
const fewestRefusals = 3;

/** `not ready` if no request can succeed, `degraded` if a part fails. */
interface Readiness {
  readonly status: 'ready' | 'degraded' | 'not ready';
  readonly reasons: readonly string[];
}

/** Counts the assertions that were accepted and refused. */
export interface TrustRecord {
  accepted(): void;
  refused(): void;
  /** True if assertions come, and none was accepted in the last minute. */
  refusesAll(): boolean;
}

export function createTrustRecord(): TrustRecord {
  let [acceptedAt, refusedAt, refusals] = [-Infinity, -Infinity, 0];
  return {
    accepted() {
      acceptedAt = performance.now();
      refusals = 0;
    },
    refused() {
      refusedAt = performance.now();
      refusals += 1;
    },
    refusesAll() {
      const since = performance.now() - stuckMs;
      return refusals >= fewestRefusals && refusedAt > since && acceptedAt < since;
    },
  };
}

/** The readiness of a subgraph; `condition` is undefined while its database is away. */
export function readinessOf(condition: Condition | undefined, trust: TrustRecord): Readiness {
  const fatal = [
    ...(condition ? [] : ['PostgreSQL does not answer.']),
    ...(trust.refusesAll() ? [distrust] : []),
  ];
  const partial = [...(condition ? faultsOf(condition) : []), ...logFaults()];
  const degraded = partial.length > 0 ? 'degraded' : 'ready';
  return { status: fatal.length > 0 ? 'not ready' : degraded, reasons: [...fatal, ...partial] };
}

const distrust =
  'No assertion of a gateway was accepted in the last minute. Compare NIMBUS_ASSERTION_PUBLIC_KEY with the key of the gateway, and the clocks.';

function faultsOf({ aheadMs, waitingMs }: Condition): readonly string[] {
  const apart = Math.abs(aheadMs);
  return [
    ...(apart > apartMs
      ? [`The clocks of this process and of PostgreSQL differ by ${seconds(apart)}. Synchronize them.`]
      : []),
    ...(waitingMs > stuckMs ? [`A message has waited to reach NATS for ${seconds(waitingMs)}.`] : []),
  ];
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
