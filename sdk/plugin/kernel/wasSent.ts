import { VaultError } from './errors.ts';

/** False if the outside system cannot have received the request with whose failure, or cause of it, `vault.http` has thrown this. */
export function wasSent(failure: unknown): boolean {
  if (!(failure instanceof Error)) return true;
  const isRefused = failure instanceof VaultError && failure.code === 'OUTSIDE_REFUSED';
  const isUnsent = 'wasSent' in failure && failure.wasSent === false;
  return !isRefused && !isUnsent && wasSent(failure.cause);
}
