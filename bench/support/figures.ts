import { availableParallelism, cpus } from 'node:os';

/** A measured figure, and what it was to be. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly target: number;
  readonly met: boolean;
}

/** The machine that a table was measured on, in a line. */
export function machine(): string {
  return `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
}

/** The value that so large a part of the values is not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;
}

/** Prints rows as a table. */
export function table(rows: readonly object[]): void {
  console.table(rows);
}
