import { availableParallelism, cpus } from 'node:os';

/** A measured figure, and whether it meets its target. */
interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly target: number;
  readonly met: boolean;
}

/** A figure whose target is a maximum. */
export function atMost(figure: string, value: number, target: number): Figure {
  return { figure, value: Number(value.toFixed(2)), target, met: value <= target };
}

/** A figure whose target is a minimum. */
export function atLeast(figure: string, value: number, target: number): Figure {
  return { figure, value: Number(value.toFixed(2)), target, met: value >= target };
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const index = Math.min(values.length - 1, Math.floor(values.length * part));
  return values.toSorted((a, b) => a - b)[index] ?? NaN;
}

/** Prints the machine and the figures; with `--json` the last line repeats them as JSON. */
export function print(figures: readonly Figure[]): void {
  console.log(`${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);
  console.table(figures);
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
}
