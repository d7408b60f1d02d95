import { VaultError } from './errors.ts';
import { readRetryAfter } from './readRetryAfter.ts';

/**
 * Throws OUTSIDE_UNAVAILABLE for an answer with 408, 429, or 500 and more. If the answer has a Retry-After, the error has it as `retryAfterMs`:
 * an external step or a task that throws it is tried again after that time.
 */
export async function throwIfUnavailable(response: Response): Promise<void> {
  const { status, headers, body } = response;
  if (status < 500 && status !== 408 && status !== 429) return;
  await body?.cancel();
  const retryAfterMs = readRetryAfter(headers);
  const wait =
    retryAfterMs === undefined ? '' : `: it can be called again in ${Math.ceil(retryAfterMs / 1_000)} s`;
  const error = new VaultError(
    'OUTSIDE_UNAVAILABLE',
    `${originOf(response)} answered with status ${status}${wait}.`,
  );
  throw retryAfterMs === undefined ? error : Object.assign(error, { retryAfterMs });
}

/** The origin of an answer, for messages: the rest of its URL may contain a secret. */
export function originOf({ url }: Response): string {
  return URL.canParse(url) ? new URL(url).origin : 'The outside system';
}
