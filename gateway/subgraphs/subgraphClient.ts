import { VaultError, type BaseSettings } from '@nimbusvault/sdk/kernel';
import { Pool } from 'undici';
import { exchange } from './exchange.ts';

export type SubgraphLimits = BaseSettings['limits']['subgraph'];

const mostConnections = 64;
const timeouts = [
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'TimeoutError',
];
const droppedConnections = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** What goes to a subgraph. Only what is `repeatable`, a query, is sent again when the connection drops. */
export interface SubgraphPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly repeatable: boolean;
}

export interface SubgraphReply {
  readonly status: number;
  readonly text: string;
}

/** The HTTP side of one subgraph: bounded in time and size, no redirects, no compression. */
export interface SubgraphClient {
  post(request: SubgraphPost): Promise<SubgraphReply>;
  close(): Promise<void>;
}

/** Opens a pool to the subgraph's origin. `post` throws SUBREQUEST_HTTP_ERROR or GATEWAY_TIMEOUT, never saying where it runs. */
export function openSubgraphClient(name: string, url: string, limits: SubgraphLimits): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: mostConnections,
    connect: { timeout: limits.connectTimeout },
    headersTimeout: limits.headersTimeout,
    bodyTimeout: limits.bodyTimeout,
    maxResponseSize: limits.maxAnswerBytes,
  });
  const path = pathname + search;
  const send = async ({ body, headers, repeatable, signal: asker }: SubgraphPost) => {
    const patience = { asker, until: performance.now() + limits.deadline };
    const options = { path, method: 'POST', body, headers } as const;
    const { status, encoding, text } = await exchange(pool, options, patience).catch((error: unknown) => {
      if (!repeatable || !droppedConnections.includes(codeOf(error))) throw error;
      return exchange(pool, options, patience);
    });
    if (encoding === 'identity') return { status, text };
    throw new VaultError('SUBREQUEST_HTTP_ERROR', `${name} answered in an encoding that was not asked for.`);
  };
  return {
    post: (request) => send(request).catch((cause: unknown) => Promise.reject(inPublicWords(name, cause))),
    close: () => pool.close(),
  };
}

function inPublicWords(name: string, cause: unknown): VaultError {
  if (cause instanceof VaultError) return cause;
  const code = codeOf(cause);
  if (timeouts.includes(code))
    return new VaultError('GATEWAY_TIMEOUT', `${name} did not answer in time.`, { cause });
  if (code === 'AbortError')
    return new VaultError('SUBREQUEST_HTTP_ERROR', `Asking ${name} was given up.`, { cause });
  const message =
    code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      ? `${name} answered with too much.`
      : `${name} cannot be reached.`;
  return new VaultError('SUBREQUEST_HTTP_ERROR', message, { cause });
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : name);
}
