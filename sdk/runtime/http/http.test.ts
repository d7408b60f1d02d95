import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInMemory } from '@nimbusvault/testing';
import { Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { assertionHeader, createVerify, importAssertionKey, signAssertion } from './assertion.ts';
import { startGraphql } from './graphqlServer.ts';
import { createHttp } from './http.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const jwkOf = (key: typeof publicKey) => importAssertionKey(JSON.stringify(key.export({ format: 'jwk' })));

let http: ReturnType<typeof createHttp>;
let port: number;
let assertion: string;
beforeAll(async () => {
  const log = pino({ level: 'silent' });
  const memory = openInMemory(Ledger);
  const vaultFor = (asking: Tenant) => ({ ...memory.vaultFor(asking), log });
  const database = {
    vaultFor,
    since: async () => new Date(),
    examine: async () => undefined,
    close: async () => {},
  };
  const graphql = await startGraphql(Ledger, log);
  const verify = createVerify(Ledger.name, await jwkOf(publicKey));
  http = createHttp({ graphql, database, verify, log });
  port = Number(new URL(await http.listen({ host: '127.0.0.1', port: 0 })).port);
  const tenant = { org: 'acme', userId: null, roles: ['member'] } as const;
  assertion = await signAssertion(tenant, Ledger.name, await jwkOf(privateKey));
});
afterAll(() => http.close());

/** The answer to these bytes, until the subgraph closes the connection. */
async function send(bytes: string) {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('error', () => {}); // a server that has answered need not read the rest
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(bytes.replace('ASSERTION', assertion));
  await new Promise((resolve) => socket.once('close', resolve));
  const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  return { head: head.toLowerCase(), status: Number(head.split(' ')[1]), body };
}

const closing = 'host: a\r\nconnection: close\r\n';
const vouched = `${closing}${assertionHeader}: ASSERTION\r\n`;
const posting = (body: string, type = 'application/json', headers = vouched) =>
  `POST /graphql HTTP/1.1\r\n${headers}content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const asking = (line: string, headers = vouched) => `${line} HTTP/1.1\r\n${headers}\r\n`;
const query = '{"query":"{ __typename }"}';

test('a valid request is answered', async () => {
  const { status, body } = await send(posting(query));
  expect([status, JSON.parse(body)]).toEqual([200, { data: { __typename: 'Query' } }]);
});

test.for<[what: string, bytes: string, status: number, code: string]>([
  ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  ['TLS', '\x16\x03\x01\x02\x00\x01', 400, 'BAD_REQUEST'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nhost: a\r\nnothing\r\n\r\n', 400, 'BAD_REQUEST'],
  [
    'two lengths',
    `POST / HTTP/1.1\r\n${closing}content-length: 2\r\ncontent-length: 9\r\n\r\n{}`,
    400,
    'BAD_REQUEST',
  ],
  [
    'a chunk without a number',
    `POST / HTTP/1.1\r\n${closing}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    400,
    'BAD_REQUEST',
  ],
  ['17 KB of headers', asking('GET /', `${closing}x: ${'a'.repeat(17_000)}\r\n`), 431, 'BAD_REQUEST'],
  ['CONNECT', asking('CONNECT 127.0.0.1:22'), 405, 'BAD_REQUEST'],
  ['no host', asking('GET /nowhere', 'connection: close\r\n'), 400, 'BAD_REQUEST'],
  ['a star for an address', asking('GET *'), 400, 'BAD_REQUEST'],
  ['a broken address', asking('GET /%zz'), 400, 'BAD_REQUEST'],
  ['an unknown address', asking('GET /nowhere'), 404, 'NOT_FOUND'],
  [
    'an expectation that nobody meets',
    asking('GET /nowhere', `${vouched}expect: a-miracle\r\n`),
    404,
    'NOT_FOUND',
  ],
  ['a POST to the health', asking('POST /health/live', `${vouched}content-length: 0\r\n`), 404, 'NOT_FOUND'],
  ['GET', asking('GET /graphql?query=%7B__typename%7D'), 405, 'BAD_REQUEST'],
  ['PUT', asking('PUT /graphql', `${vouched}content-length: 0\r\n`), 405, 'BAD_REQUEST'],
  ['DELETE', asking('DELETE /graphql'), 405, 'BAD_REQUEST'],
  ['TRACE', asking('TRACE /graphql'), 405, 'BAD_REQUEST'],
  ['OPTIONS', asking('OPTIONS /graphql'), 404, 'NOT_FOUND'],
  ['nobody', posting(query, 'application/json', closing), 401, 'UNAUTHENTICATED'],
  [
    'nobody, in a body that is no JSON',
    posting('hello', 'application/json', closing),
    401,
    'UNAUTHENTICATED',
  ],
  ['no JSON', posting('hello'), 400, 'BAD_REQUEST'],
  ['half an object', posting('{"query":"{'), 400, 'BAD_REQUEST'],
  ['nothing', posting(''), 400, 'BAD_REQUEST'],
  ['null', posting('null'), 400, 'BAD_REQUEST'],
  ['a number', posting('7'), 400, 'BAD_REQUEST'],
  ['a text', posting('"{ __typename }"'), 400, 'BAD_REQUEST'],
  ['a batch', posting(`[${query},${query}]`), 400, 'BAD_REQUEST'],
  ['an empty object', posting('{}'), 400, 'BAD_REQUEST'],
  ['a query that is a number', posting('{"query":7}'), 400, 'BAD_REQUEST'],
  ['variables that are a list', posting('{"query":"{ __typename }","variables":[]}'), 400, 'BAD_REQUEST'],
  ['a prototype', posting('{"__proto__":{"a":1},"query":"{ __typename }"}'), 400, 'BAD_REQUEST'],
  ['11 MB', posting(' '.repeat(11_000_000)), 413, 'BAD_REQUEST'],
  [
    'a length of 1 TB',
    `POST /graphql HTTP/1.1\r\n${vouched}content-type: application/json\r\ncontent-length: 1000000000000\r\n\r\n{}`,
    413,
    'BAD_REQUEST',
  ],
  ['plain text', posting(query, 'text/plain'), 415, 'BAD_REQUEST'],
  ['a form', posting('query=a', 'application/x-www-form-urlencoded'), 415, 'BAD_REQUEST'],
  ['another charset', posting(query, 'application/json; charset=utf-7'), 415, 'BAD_REQUEST'],
  [
    'a long idempotency key',
    posting(query, 'application/json', `${vouched}idempotency-key: ${'a'.repeat(201)}\r\n`),
    400,
    'BAD_REQUEST',
  ],
])('%s is answered in JSON, with its code and a request id', async ([, bytes, status, code]) => {
  const answer = await send(bytes);
  expect([answer.status, answer.body.slice(0, 1)]).toEqual([status, '{']);
  expect(answer.head).toMatch(/\ncontent-type: application\/json/);
  const { errors } = JSON.parse(answer.body) as { errors: unknown };
  expect(errors).toEqual([
    {
      message: expect.stringMatching(/^[A-Z].+\.$/),
      extensions: { code, retryable: false, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
    },
  ]);
});
