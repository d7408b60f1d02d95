import type { Subgraph } from '../executor/execution.ts';
import { readAnswer } from './readAnswer.ts';
import type { RequestContext } from '../executor/requestContext.ts';
import { openSubgraphClient, type SubgraphClient, type SubgraphLimits } from './subgraphClient.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

/** The subgraphs that query plans fetch from, each with its pool of connections. */
export interface Subgraphs {
  open(name: string, url: string): Subgraph;
  close(): Promise<void>;
}

/** Opens a subgraph when a supergraph first names it. It stays open when it is deactivated: it may have requests in flight, and come back. */
export function openSubgraphs(limits: SubgraphLimits, policy: SubgraphPolicy): Subgraphs {
  const clients = new Map<string, SubgraphClient>();
  return {
    open(name, url) {
      const site = `${name} ${url}`;
      const client = clients.get(site) ?? openSubgraphClient(name, url, limits);
      clients.set(site, client);
      const origin = { name, policy };
      return {
        ...origin,
        async ask({ body, isMutation }, context) {
          const headers = headersOf(context, await policy.headersFor(name, context));
          const { signal } = context;
          return readAnswer(origin, await client.post({ body, headers, signal, repeatable: !isMutation }));
        },
      };
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function headersOf(context: RequestContext, identity: Readonly<Record<string, string>>) {
  const { requestId, traceparent, idempotencyKey } = context;
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-request-id': requestId,
    ...identity,
    ...(traceparent ? { traceparent } : {}),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  };
}
