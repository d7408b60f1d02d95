import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema, type GraphQLSchemaModule } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { subgraphs } from './scenario.ts';

type Resolvers = GraphQLSchemaModule['resolvers'];

/** Serves the subgraphs. Repeated requests are answered from memory, so that only the gateway is measured. */
const schemas = new Map(
  Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => [
    `/${name}`,
    buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Resolvers }]),
  ]),
);
const answers = new Map<string, string>();
let latencyMs = 0;
let asked: [path: string, body: string][] = [];

async function answer(path: string, body: string): Promise<string> {
  const schema = schemas.get(path);
  if (!schema) return '{}';
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  asked.push([path, body]);
  const known = answers.get(path + body) ?? (await answer(path, body));
  answers.set(path + body, known);
  const send = () => response.writeHead(200, { 'content-type': 'application/json' }).end(known);
  if (latencyMs > 0) setTimeout(send, latencyMs);
  else send();
}

const server = createServer((request, response) => void serve(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', (milliseconds: number) => {
  process.send?.(asked);
  asked = [];
  latencyMs = milliseconds;
});
process.once('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
