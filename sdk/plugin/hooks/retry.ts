import { VaultError } from '../kernel/index.ts';

/** A handler's number of tries, and the wait after its first failure; each wait is twice the one before. */
export interface RetryPolicy {
  readonly tries: number;
  readonly firstDelayMs: number;
}

/** Eight tries in a minute: longer than most transient faults, and soon enough to report the others. */
export const defaultRetry: RetryPolicy = { tries: 8, firstDelayMs: 500 };

/** For failures that waiting cannot cure. */
export const noRetry: RetryPolicy = { tries: 1, firstDelayMs: 0 };

const longestDelayMs = 60 * 60 * 1000;

/** The wait of a handler that has failed so many times: an hour at most. */
export function delayAfter(attempts: number, { firstDelayMs }: RetryPolicy): number {
  return Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs);
}

/** Thrown by a step, a task or a hook handler that knows that a retry is useless. What a step has thrown it for had no effect. */
export class Permanent extends VaultError {
  constructor(message: string, options?: ErrorOptions) {
    super('STEP_FAILED', message, options);
  }
}

/** True for a failure that no second try cures: an error, or a cause of it, that only a changed setting or URL could prevent. */
export function isFinal(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  return (failure instanceof VaultError && failure.code === 'OUTSIDE_REFUSED') || isFinal(failure.cause);
}
