import type { Strike } from './strike.ts';

/** A line of a chaos run's table. */
interface FaultLine {
  readonly fault: string;
  readonly runs: number;
  readonly violations: number;
}

/** For each fault, the number of strikes, and of violations by rows written during or after it. */
export function tabulate(
  strikes: readonly Strike[],
  violations: readonly { readonly at: Date }[],
): readonly FaultLine[] {
  const guilty = violations.map(({ at }) => strikes.findLast(({ from }) => from <= at)?.fault);
  const faults = [...new Set(strikes.map(({ fault }) => fault))].toSorted();
  const lines = faults.map((fault) => ({
    fault,
    runs: strikes.filter((strike) => strike.fault === fault).length,
    violations: guilty.filter((name) => name === fault).length,
  }));
  return [...lines, { fault: 'all', runs: strikes.length, violations: violations.length }];
}
