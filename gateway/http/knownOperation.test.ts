import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBookmarks, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const operations = [
  { query: '{ viewer { username shared } bookmarks }' },
  { query: 'query ($no: Boolean!) { viewer { id @skip(if: $no) username } }', variables: { no: true } },
  { query: 'query ($no: Boolean!) { viewer { id @skip(if: $no) } }', variables: {} },
  { query: 'query A { viewer { id } } query B { bookmarks }', operationName: 'B' },
  { query: 'query A { viewer { id } } query B { bookmarks }' },
  { query: '{ __schema { queryType { name } } viewer { __typename } }' },
  { query: 'mutation { share }' },
  { query: '{ nothing }' },
];

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let gateway: TestGateway;

beforeAll(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
  gateway = await startTestGateway(library(core, bookmarks));
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([core.stop(), bookmarks.stop()]);
});

async function replyTo(operation: object, accept: string): Promise<object> {
  const authorization = `Bearer ${await gateway.token()}`;
  const headers = { authorization, accept, 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(operation) };
  const response = await fetch(`${gateway.url}/graphql`, request);
  const id = response.headers.get('x-request-id') ?? '';
  const told = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status: response.status, told, text: (await response.text()).replaceAll(id, 'id') };
}

test.each(operations)('%j gets the same answer when it is known as when it was new', async (operation) => {
  const inFull = await replyTo(operation, 'application/json;q=1');
  await replyTo(operation, '*/*');
  expect(await replyTo(operation, '*/*')).toEqual(inFull);
});

test('no cache may keep an answer, known, new or refused', async () => {
  const query = `{ viewer { username } } # ${Date.now()}`;
  const stored = async (headers: Record<string, string>) => {
    const all = { 'content-type': 'application/json', ...headers };
    const request = { method: 'POST', headers: all, body: JSON.stringify({ query }) };
    return (await fetch(`${gateway.url}/graphql`, request)).headers.get('cache-control');
  };
  const authorization = `Bearer ${await gateway.token()}`;
  const ways = [
    { authorization },
    { authorization },
    { authorization, accept: 'application/graphql-response+json' },
    {},
  ];
  for (const headers of ways)
    expect(await stored(headers as Record<string, string>)).toBe('private, no-store');
});
