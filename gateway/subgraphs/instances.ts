import type { BaseSettings, VaultLog } from '@nimbusvault/sdk/kernel';
import { Pool, type Dispatcher } from 'undici';
import { createBreaker, type Breaker, type Outcome } from './breaker.ts';
import { mishapOf } from './connectionErrors.ts';
import { exchange, type Patience, type RawReply } from './exchange.ts';

const mostConnections = 64;
const goneMs = 1_000;
const badGateways = [502, 503, 504];

export type SubgraphLimits = BaseSettings['limits']['subgraph'];

/** One process of a subgraph, with its own URL. */
export interface Instance {
  readonly url: string;
  readonly path: string;
  readonly pool: Pool;
  readonly breaker: Breaker;
  inFlight: number;
  askedAt: number;
  /** The connection was refused: other instances are called until then. */
  goneUntil: number;
}

/** Opens a pool to an instance. Its breaker logs when it opens and when it closes. */
export function openInstance(
  subgraph: string,
  url: string,
  limits: SubgraphLimits & { log: VaultLog },
): Instance {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: mostConnections,
    connect: { timeout: limits.connectTimeout },
    headersTimeout: limits.headersTimeout,
    bodyTimeout: limits.bodyTimeout,
    maxResponseSize: limits.maxAnswerBytes,
  });
  const breaker = createBreaker(limits.breaker, (isOpen) => {
    const rest = `gets no requests for ${limits.breaker.rest} ms: too many of them were not answered`;
    limits.log.warn({ subgraph, url }, `${subgraph} ${isOpen ? rest : 'answers again'}`);
  });
  return { url, path: pathname + search, pool, breaker, inFlight: 0, askedAt: 0, goneUntil: 0 };
}

/** The least busy instance that does not rest, among equals the least recently called; an unreachable instance only if there is no other. */
export function chooseInstance(
  instances: readonly Instance[],
  besides: ReadonlySet<Instance> = new Set(),
): Instance | undefined {
  const now = performance.now();
  const isGone = ({ goneUntil }: Instance) => Number(goneUntil > now);
  return instances
    .filter((instance) => !besides.has(instance))
    .toSorted((a, b) => isGone(a) - isGone(b) || a.inFlight - b.inFlight || a.askedAt - b.askedAt)
    .find(({ breaker }) => breaker.admits());
}

/** A request to any instance. */
export type InstanceRequest = Pick<Dispatcher.DispatchOptions, 'body' | 'headers'>;

/** Calls an instance, and records the outcome. Rejects as `exchange` does. */
export async function askInstance(
  instance: Instance,
  request: InstanceRequest,
  patience: Patience,
): Promise<RawReply> {
  instance.inFlight += 1;
  instance.askedAt = performance.now();
  try {
    const reply = await exchange(
      instance.pool,
      { ...request, path: instance.path, method: 'POST' },
      patience,
    );
    instance.breaker.record(outcomeOf(reply));
    return reply;
  } catch (error) {
    note(instance, error);
    throw error;
  } finally {
    instance.inFlight -= 1;
  }
}

/** A subgraph that says that its database is away is not at fault, and does not make anybody wait. */
function outcomeOf({ status, text }: RawReply): Outcome {
  if (!badGateways.includes(status)) return 'answered';
  return text.includes('"DATABASE_UNAVAILABLE"') ? 'unknown' : 'failed';
}

/** A refused or dropped connection fails fast: a process that restarts is called as soon as it is ready. */
function note(instance: Instance, error: unknown): void {
  const mishap = mishapOf(error);
  instance.breaker.record(mishap === 'timeout' || mishap === 'too large' ? 'failed' : 'unknown');
  if (mishap === 'refused') instance.goneUntil = performance.now() + goneMs;
}
