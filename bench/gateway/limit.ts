import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

interface Recorded {
  readonly origin: string;
  /** For each operation, by its text: the requests of our gateway, and its answer. */
  readonly operations: Readonly<
    Record<string, { readonly asked: readonly [string, string][]; readonly answer: unknown }>
  >;
}

/** The lower bound of any gateway in JavaScript: the same parallel requests, each answer parsed, and the answer written. */
const { origin, operations } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Recorded;
const pool = new Pool(origin, { connections: 64 });

async function ask(path: string, body: string, authorization: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization };
  const { body: told } = await pool.request({ path, method: 'POST', body, headers });
  return JSON.parse(await told.text());
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string };
  const { asked = [], answer: wanted } = operations[query] ?? {};
  const { authorization = '' } = request.headers;
  await Promise.all(asked.map(([path, body]) => ask(path, body, authorization)));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(wanted));
}

const server = createServer((request, response) => void serve(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`listening at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
