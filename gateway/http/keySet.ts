import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The time that a client waits before it retries: until then a key set that failed is not fetched again. */
export const retryAfterSeconds = 5;

const failedMs = retryAfterSeconds * 1000;
const unknownKeyMs = 30_000;
const freshMs = 600_000;
const deadlineMs = 5_000;
const mostBytes = 256_000;

/** The result of the last fetch; after a failure the last good keys remain. */
interface KeySetState {
  readonly keys: JWTVerifyGetKey | undefined;
  readonly at: number;
  readonly failure?: unknown;
}

/** The dependencies of a key set; it logs the beginning and the end of an outage. */
interface KeySetMeans {
  readonly log: Pick<VaultLog, 'warn'>;
  readonly now?: () => number;
}

/**
 * The keys behind a URL, fetched again after ten minutes, and for unknown keys at most every 30 s.
 * If it cannot be fetched, the last good keys are used; if none of them fits it throws IDENTITY_UNAVAILABLE.
 */
export function createKeySet(url: string, { log, now = Date.now }: KeySetMeans): JWTVerifyGetKey {
  let state: KeySetState = { keys: undefined, at: -Infinity };
  let pending: Promise<void> | undefined;
  const fetchNow = async () => {
    const before = state;
    state = await nextState(url, before, now);
    tellChange(before, state, log);
  };
  const refresh = async (olderThan: number) => {
    const rest = state.failure === undefined ? olderThan : failedMs;
    if (!pending && now() - state.at < rest) return;
    pending ??= fetchNow().finally(() => (pending = undefined));
    await pending;
  };
  return async (header, token) => {
    await refresh(freshMs);
    try {
      return await keyIn(state, [header, token]);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await refresh(unknownKeyMs);
    return keyIn(state, [header, token]).catch((error: unknown) => {
      throw state.failure === undefined ? error : unavailable(state.failure);
    });
  };
}

async function nextState(url: string, { keys }: KeySetState, now: () => number): Promise<KeySetState> {
  try {
    return { keys: createLocalJWKSet(await fetchKeySet(url)), at: now() };
  } catch (failure) {
    return { keys, at: now(), failure };
  }
}

function tellChange(before: KeySetState, { keys, failure }: KeySetState, log: KeySetMeans['log']): void {
  if ((before.failure === undefined) === (failure === undefined)) return;
  const meanwhile = keys ? 'the last good keys are used' : 'no token can be verified';
  if (failure === undefined) log.warn({}, 'the key set of the identity provider is available again');
  else log.warn({ err: failure }, `the key set of the identity provider is not available; ${meanwhile}`);
}

async function keyIn({ keys, failure }: KeySetState, asked: Parameters<JWTVerifyGetKey>) {
  if (keys) return keys(...asked);
  throw unavailable(failure);
}

function unavailable(cause: unknown): VaultError {
  const message = 'Your identity cannot be verified right now. Keep your token, and try again in a moment.';
  return new VaultError('IDENTITY_UNAVAILABLE', message, {
    cause,
    extensions: { retryAfter: retryAfterSeconds },
  });
}

async function fetchKeySet(url: string): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(deadlineMs);
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(url, { signal, headers, redirect: 'error' });
  if (response.status === 200) return JSON.parse(await readText(response)) as JSONWebKeySet;
  await response.body?.cancel();
  throw new VaultError('IDENTITY_UNAVAILABLE', `The key set answered with HTTP status ${response.status}.`);
}

/** Counts bytes after decompression. */
async function readText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes)
      throw new VaultError('IDENTITY_UNAVAILABLE', `The key set has more than ${mostBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
