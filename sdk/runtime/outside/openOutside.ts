import { z } from 'zod';
import {
  refuseOpenTransaction,
  VaultError,
  type ClientCredentials,
  type HttpLimits,
  type HttpSite,
  type OutsideHttp,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import { admitting, type Admits } from './allowedHosts.ts';
import type { Means } from './callOutside.ts';
import type { Outgoing } from './outgoing.ts';
import type { LookUp } from './transport.ts';

const count = (most: number) => z.int().positive().max(most);
const limitsSchema = z
  .strictObject({
    tries: count(10),
    tryMs: count(300_000),
    totalMs: count(3_600_000),
    maxAnswerBytes: count(1_000_000_000),
  })
  .partial();

const usual: HttpLimits = { tries: 3, tryMs: 10_000, totalMs: 30_000, maxAnswerBytes: 10_000_000 };

/** The calls of outside systems of one process. */
export interface Outside {
  /** Makes the client of a vault. */
  readonly openHttp: (site: HttpSite) => OutsideHttp;
  close(): Promise<void>;
}

interface OutsideOptions {
  /** `Base.outside` of the plugin: the hosts of this machine and of private networks that it may call. */
  readonly allowed: readonly string[];
  readonly log: VaultLog;
  /** The rest of an origin that fails, in milliseconds. */
  readonly restMs?: number;
  readonly lookUp?: LookUp;
}

/** Opens nothing before the first call: most processes make none. Throws SETTINGS_INVALID for an invalid range. */
export function openOutside(options: OutsideOptions): Outside {
  const admits = admitting(options.allowed);
  let opened: ReturnType<typeof open> | undefined;
  const machinery = () => (opened ??= open(admits, options));
  return {
    openHttp: (site) => clientOf({ machinery, limits: usual }, site),
    close: async () => (await opened)?.means.dispatcher.destroy(),
  };
}

async function open(admits: Admits, { log, restMs = 10_000, lookUp }: OutsideOptions) {
  const { callOutside, createBreakers, createTokens, openTransport, readOutgoing } =
    await import('./machinery.ts');
  const means: Omit<Means, 'limits'> = {
    dispatcher: openTransport(admits, lookUp),
    breakers: createBreakers(restMs, log),
  };
  return { means, callOutside, readOutgoing, tokens: createTokens() };
}

interface Client {
  readonly machinery: () => ReturnType<typeof open>;
  readonly limits: HttpLimits;
  readonly credentials?: ClientCredentials;
}

function clientOf(client: Client, site: HttpSite): OutsideHttp {
  const { machinery, limits, credentials } = client;
  const fetch: OutsideHttp['fetch'] = async (input, init) => {
    await refuseOpenTransaction(site);
    const { means, callOutside, readOutgoing, tokens } = await machinery();
    const outgoing = traced(await readOutgoing(input, init), site);
    const send = () => callOutside(outgoing, { ...means, limits }, site);
    if (!credentials) return send();
    const forTokens = clientOf({ machinery, limits: usual }, { ...site, signal: undefined });
    const signal = AbortSignal.any([outgoing.signal, ...(site.signal ? [site.signal] : [])]);
    return tokens.authorized(credentials, { outgoing, send, fetch: forTokens.fetch, signal });
  };
  return {
    fetch,
    with: (changes) => clientOf({ ...client, limits: { ...limits, ...readLimits(changes) } }, site),
    withClientCredentials: (given) => clientOf({ ...client, credentials: given }, site),
  };
}

function traced(outgoing: Outgoing, { traceparent }: HttpSite): Outgoing {
  if (traceparent && !outgoing.headers.has('traceparent')) outgoing.headers.set('traceparent', traceparent);
  return outgoing;
}

function readLimits(limits: Partial<HttpLimits>): Partial<HttpLimits> {
  const parsed = limitsSchema.safeParse(limits);
  if (parsed.success) return parsed.data as Partial<HttpLimits>;
  const [issue] = parsed.error.issues;
  throw new VaultError('BAD_USER_INPUT', `vault.http.with: ${issue?.path.join('.')}: ${issue?.message}.`);
}
