const dayMs = 24 * 60 * 60 * 1_000;

/** The day (UTC) of a time, as in 2026-11-30. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The time at which the next day begins. */
export function nextDayAfter(time: number): number {
  return (Math.floor(time / dayMs) + 1) * dayMs;
}
