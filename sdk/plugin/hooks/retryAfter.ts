const longestMs = 24 * 60 * 60 * 1000;

/** Thrown by a task or a hook handler that wants to be tried again after so many milliseconds, at most a day. The first hundred in a row cost no try. */
export class RetryAfter extends Error {
  override readonly name = 'RetryAfter';
  readonly retryAfterMs: number;

  constructor(milliseconds: number, message = `It is to be tried again after ${milliseconds} ms.`) {
    super(message);
    this.retryAfterMs = milliseconds;
  }
}

/** The wait that an error, or its cause, asks for: its numeric `retryAfterMs`, at most a day. */
export function retryAfterOf(failure: unknown): number | undefined {
  if (!(failure instanceof Error)) return undefined;
  const { retryAfterMs } = failure as Partial<RetryAfter>;
  if (typeof retryAfterMs === 'number' && retryAfterMs >= 0)
    return Math.min(Math.ceil(retryAfterMs), longestMs);
  return retryAfterOf(failure.cause);
}
