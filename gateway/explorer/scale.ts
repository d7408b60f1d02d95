const mostTicks = 4;

/** The scale on which the times of a picture are drawn. */
export interface Scale {
  endMs: number;
  ticks: number[];
}

/** A scale from 0 to an end, with round numbers in between. */
export function scaleTo(endMs: number): Scale {
  const rough = endMs / mostTicks;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 5].find((each) => each * magnitude >= rough) ?? 10);
  const ticks = Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => rounded(index * step));
  return { endMs, ticks };
}

/** Avoids values such as 0.30000000000000004. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The position of a time, or the width of a duration. */
export function percentOf(ms: number, { endMs }: Scale): string {
  return `${(ms / endMs) * 100}%`;
}
