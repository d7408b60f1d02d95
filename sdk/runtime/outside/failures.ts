import { VaultError } from '@nimbusvault/sdk/kernel';

interface Circumstances extends ErrorOptions {
  /** The wait that the outside system asks for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** OUTSIDE_UNAVAILABLE; a task that fails with it is tried again after its `retryAfterMs`. */
export function unavailable(message: string, { retryAfterMs, ...options }: Circumstances = {}): VaultError {
  const error = new VaultError('OUTSIDE_UNAVAILABLE', message, options);
  return retryAfterMs === undefined ? error : Object.assign(error, { retryAfterMs });
}

/** The first of our own errors among the causes of an error. */
export function vaultErrorIn(error: unknown): VaultError | undefined {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof VaultError) return each;
  return undefined;
}

/** The code of a failed connection, such as ECONNRESET, in the error or its causes. */
export function connectionCode(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause)
    if ('code' in each && typeof each.code === 'string') return each.code;
  return undefined;
}
