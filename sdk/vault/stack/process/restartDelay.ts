const shortestMilliseconds = 250;
const longestMilliseconds = 10_000;

/** Returns the wait before the restart of a process that ended `failures` times in a row: doubling, up to 10 s. */
export function restartDelay(failures: number): number {
  return Math.min(shortestMilliseconds * 2 ** failures, longestMilliseconds);
}
