import type { Strike } from './strike.ts';

/** A line of a chaos run's table. */
interface FaultLine {
  readonly fault: string;
  readonly runs: number;
  readonly violations: number;
}

/** How often each fault struck, and how many violations there were of what was written while it lasted or since. */
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
