/** How often a handler is tried, and how long it waits after its first failure; each wait is twice the one before. */
export interface RetryPolicy {
  readonly tries: number;
  readonly firstDelayMs: number;
}

/** Eight tries in a minute: longer than most of what passes by itself, and soon enough reported otherwise. */
export const defaultRetry: RetryPolicy = { tries: 8, firstDelayMs: 500 };

/** For what cannot become better by waiting. */
export const noRetry: RetryPolicy = { tries: 1, firstDelayMs: 0 };

const longestDelayMs = 60 * 60 * 1000;

/** How long a handler waits that has thrown so many times: an hour at most. */
export function delayAfter(attempts: number, { firstDelayMs }: RetryPolicy): number {
  return Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs);
}
