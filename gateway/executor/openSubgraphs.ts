import type { GraphQLDataSource } from '@apollo/gateway';
import { openSubgraphClient, type SubgraphClient, type SubgraphLimits } from './subgraphClient.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';
import { subgraphSource } from './subgraphSource.ts';

/** The subgraphs that query plans fetch from, each with its pool of connections. */
export interface Subgraphs {
  buildService(subgraph: { name: string; url?: string }): GraphQLDataSource;
  close(): Promise<void>;
}

/** Opens a subgraph when a supergraph first names it. It stays open when it is deactivated: it may have requests in flight, and come back. */
export function openSubgraphs(limits: SubgraphLimits, policy: SubgraphPolicy): Subgraphs {
  const clients: SubgraphClient[] = [];
  return {
    buildService: ({ name, url = '' }) => {
      const client = openSubgraphClient(name, url, limits);
      clients.push(client);
      return subgraphSource({ name, client, policy });
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
