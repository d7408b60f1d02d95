import type { FastifyInstance } from 'fastify';
import type { SupergraphStatus } from '../supergraph/supergraphSource.ts';

/** `/health/live` and `/health/ready`. A refused plugin is named and does not make the gateway unready: the rest is served. */
export function registerHealth(app: FastifyInstance, status: () => SupergraphStatus): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async () => ({ status: 'ready', ...status() }));
}
