import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema, type GraphQLSchemaModule } from '@apollo/subgraph';
import { graphql, type GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';

export type Resolvers = GraphQLSchemaModule['resolvers'];

/** A subgraph on its own port, with the headers that it received. */
export interface TestSubgraph {
  readonly url: string;
  readonly received: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

/** Serves a real federation subgraph. */
export async function startSubgraph(sdl: string, resolvers: Resolvers, port = 0): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: gql(sdl), resolvers }]);
  return startHttp((request, response) => void answer(schema, request, response), port);
}

async function answer(
  schema: GraphQLSchema,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await Array.fromAsync(request)).join('');
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  const result = await graphql({ schema, source: query, variableValues: variables });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
}

/** Serves the answers of `listener`: the way to get a faulty subgraph. */
export async function startHttp(listener: RequestListener, port = 0): Promise<TestSubgraph> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/health/ready') response.end('{}');
    else {
      received.push(request.headers);
      listener(request, response);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${address.port}/graphql`, received, stop };
}
