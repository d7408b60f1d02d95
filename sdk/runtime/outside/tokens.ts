import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ClientCredentials } from '@nimbusvault/sdk/kernel';
import { isHeld, type Outgoing } from './outgoing.ts';
import { requestToken, type Token } from './requestToken.ts';

const mostTokens = 1_000;
const betweenRenewalsMs = 10_000;

/** A call that needs a token. */
interface TokenCall {
  readonly outgoing: Outgoing;
  readonly send: () => Promise<Response>;
  /** Fetches without a token, and for no caller in particular. */
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/** The access tokens of a process, each of one OAuth 2 client. */
interface Tokens {
  /** Sends a request with the client's token; once more with a new one, if the answer is 401. */
  authorized(client: ClientCredentials, call: TokenCall): Promise<Response>;
}

interface Kept {
  readonly token: Promise<Token>;
  /** The time at which it replaced a token that was answered with 401. */
  readonly replacedAt: number;
}

export function createTokens(): Tokens {
  const tokens = new LRUCache<string, Kept>({ max: mostTokens });
  const renew = (client: ClientCredentials, fetch: TokenCall['fetch'], replacedAt: number): Kept => {
    const key = keyOf(client);
    const kept = { token: requestToken(client, fetch), replacedAt };
    tokens.set(key, kept);
    kept.token.catch(() => tokens.get(key) === kept && tokens.delete(key)); // the next call tries again
    return kept;
  };
  const current = async (client: ClientCredentials, { fetch, signal }: TokenCall): Promise<Kept> => {
    const kept = tokens.get(keyOf(client));
    if (!kept) return renew(client, fetch, 0);
    const { until } = await unlessAborted(kept.token, signal);
    if (until > Date.now()) return kept;
    const newest = tokens.get(keyOf(client));
    return newest && newest !== kept ? newest : renew(client, fetch, kept.replacedAt);
  };
  return {
    async authorized(client, call) {
      const used = await current(client, call);
      const response = await sendWith(used, call);
      if (response.status !== 401 || !isHeld(call.outgoing)) return response;
      const newest = tokens.get(keyOf(client)) ?? used;
      if (newest === used && Date.now() - used.replacedAt < betweenRenewalsMs) return response;
      await response.body?.cancel();
      return sendWith(newest === used ? renew(client, call.fetch, Date.now()) : newest, call);
    },
  };
}

async function sendWith({ token }: Kept, { outgoing, send, signal }: TokenCall): Promise<Response> {
  const { value } = await unlessAborted(token, signal);
  outgoing.headers.set('authorization', `Bearer ${value}`);
  return send();
}

/** The secret is a part of the key: a token is not for everyone who knows the client's id. */
function keyOf({ issuer, tokenUrl, clientId, clientSecret, scope, parameters }: ClientCredentials): string {
  const parts = [
    issuer,
    tokenUrl,
    clientId,
    clientSecret,
    scope,
    Object.entries(parameters ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Others may wait for the same work, and it goes on for them. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  return Promise.race([work, over.promise]).finally(() => signal.removeEventListener('abort', end));
}
