import { logFaults } from '@nimbusvault/runtime/output';
import type { FastifyInstance } from 'fastify';
import type { Finding } from '../subgraphs/probe.ts';
import type { SupergraphStatus } from '../supergraph/supergraphSource.ts';

const freshMs = 500;

/** The inputs of readiness. */
interface HealthParts {
  readonly status: () => SupergraphStatus;
  /** Finds out whether the served subgraphs answer this gateway. */
  readonly probe: () => Promise<readonly Finding[]>;
}

/**
 * `/health/live` and `/health/ready`: 503 and `not ready` if no subgraph answers this gateway, `degraded` if one has a fault. A
 * refused plugin is named and makes no difference: the rest is served.
 */
export function registerHealth(app: FastifyInstance, { status, probe }: HealthParts): void {
  const find = atMostEvery(freshMs, probe);
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    const readiness = readinessOf(await find());
    return reply.code(readiness.status === 'not ready' ? 503 : 200).send({ ...readiness, ...status() });
  });
}

function readinessOf(findings: readonly Finding[]) {
  const reasons = [...findings.flatMap(({ faults }) => faults), ...logFaults()];
  if (findings.length > 0 && !findings.some(({ answers }) => answers))
    return { status: 'not ready', reasons };
  return { status: reasons.length > 0 ? 'degraded' : 'ready', reasons };
}

/** Shares a result among all who ask for it in that time: nobody makes work with questions. */
function atMostEvery<Result>(milliseconds: number, work: () => Promise<Result>): () => Promise<Result> {
  let [result, at]: [Promise<Result> | undefined, number] = [undefined, 0];
  return () => {
    if (result && performance.now() - at < milliseconds) return result;
    at = performance.now();
    result = work();
    return result;
  };
}
