import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBookmarks, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestAnswer, type TestGateway } from '../tests/startTestGateway.ts';

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let gateway: TestGateway;
let authorization: string;

beforeAll(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
  gateway = await startTestGateway(library(core, bookmarks), { bodyBytes: 19_500 });
  authorization = `Bearer ${await gateway.token()}`;
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all([core.stop(), bookmarks.stop()]);
});

async function send(path: string, init: RequestInit = {}): Promise<{ status: number; answer: TestAnswer }> {
  const response = await fetch(gateway.url + path, init);
  expect(response.headers.get('content-type')).toMatch(/json/);
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, answer: (await response.json()) as TestAnswer };
}

function post(body: string, headers: Record<string, string> = {}) {
  return send('/graphql', {
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json', ...headers },
  });
}

async function allowedOrigin(origin: string): Promise<string | null> {
  const { headers } = await fetch(`${gateway.url}/health/live`, { headers: { origin } });
  return headers.get('access-control-allow-origin');
}

/** Status and code of an answer that has one error and no data. */
async function refusal(reply: ReturnType<typeof send>): Promise<unknown[]> {
  const { status, answer } = await reply;
  expect(Object.keys(answer)).toEqual(['errors']);
  const [error] = answer.errors ?? [];
  expect(error?.extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
  return [status, error?.extensions.code];
}

const nested = (depth: number) => `{ viewer ${'{ id '.repeat(depth)}${'}'.repeat(depth)} }`;
const bomb = Array.from(
  { length: 16 },
  (_, n) => `fragment f${n} on User { ...f${n + 1} ...f${n + 1} }`,
).join(' ');

describe('a bad body is answered in JSON', () => {
  test.each([
    ['nothing', '', 400, 'BAD_REQUEST'],
    ['a text that is not JSON', 'hello', 400, 'BAD_REQUEST'],
    ['half an object', '{"query":', 400, 'BAD_REQUEST'],
    ['null', 'null', 400, 'BAD_REQUEST'],
    ['a number', '7', 400, 'BAD_REQUEST'],
    ['an empty object', '{}', 400, 'BAD_REQUEST'],
    ['an empty list', '[]', 400, 'BATCHING_NOT_ENABLED'],
    ['a batch', '[{"query":"{ viewer { id } }"}]', 400, 'BATCHING_NOT_ENABLED'],
    ['a query that is a number', '{"query":7}', 400, 'BAD_REQUEST'],
    ['an empty query', '{"query":""}', 400, 'BAD_REQUEST'],
    ['a comment', '{"query":"# hi"}', 200, 'GRAPHQL_PARSE_FAILED'],
    ['variables as text', '{"query":"{ viewer { id } }","variables":"{}"}', 400, 'BAD_REQUEST'],
    ['variables as a list', '{"query":"{ viewer { id } }","variables":[]}', 400, 'BAD_REQUEST'],
    ['a poisoned variable', '{"query":"{ a }","variables":{"__proto__":{"a":1}}}', 400, 'BAD_REQUEST'],
    ['too much', `{"query":"${'#'.repeat(20_000)}"}`, 413, 'BAD_REQUEST'],
  ])('%s', async (_, body, ...expected) => {
    expect(await refusal(post(body))).toEqual(expected);
  });

  test.each(['text/plain', 'application/xml', 'application/json; charset=utf-7'])(
    'of the type %s',
    async (type) => {
      expect(await refusal(post('{"query":"{ viewer { id } }"}', { 'content-type': type }))).toEqual([
        415,
        'BAD_REQUEST',
      ]);
    },
  );
});

describe('a bad document is answered in JSON', () => {
  test.each([
    [
      'an unknown operationName',
      { query: 'query A { viewer { id } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'no operationName',
      { query: 'query A { viewer { id } } query B { viewer { id } }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['only a fragment', { query: 'fragment f on User { id }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', { query: 'subscription { viewer { id } }' }, 'BAD_REQUEST'],
    ['an unknown field', { query: '{ nobody }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['the alias __proto__', { query: '{ __proto__: __typename }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a hash of another query',
      { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } },
      'BAD_REQUEST',
    ],
    ['@defer', { query: '{ viewer { ... @defer { id } } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      '_entities',
      { query: '{ _entities(representations: []) { __typename } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['_service', { query: '{ _service { sdl } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a missing variable',
      { query: 'query ($v: Boolean!) { viewer @skip(if: $v) { id } }' },
      'BAD_USER_INPUT',
    ],
    [
      'a fragment bomb',
      { query: `{ viewer { ...f0 } } ${bomb} fragment f16 on User { id }` },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a fragment cycle',
      { query: '{ viewer { ...f } } fragment f on User { ...f }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['depth 1,200', { query: nested(1_200) }, 'MAX_DEPTH_LIMIT'],
    ['depth 3,100', { query: nested(3_100) }, 'MAX_DEPTH_LIMIT'],
    ['a deep value', { query: `{ viewer(a: ${'['.repeat(3_600)}) { id } }` }, 'MAX_DEPTH_LIMIT'],
  ])('%s', async (_, body, code) => {
    const accept = 'application/graphql-response+json';
    expect(await refusal(post(JSON.stringify(body), { accept }))).toEqual([400, code]);
  });
});

test.each([
  ['that does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['that is not valid', { query: '{ nobody }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['without its operation', { query: '{ __typename }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
  ['without a variable', { query: 'query ($v: Boolean!) { a: __typename @skip(if: $v) }' }, 'BAD_USER_INPUT'],
])('a document %s has the status 200 in application/json', async (_, body, code) => {
  expect(await refusal(post(JSON.stringify(body)))).toEqual([200, code]);
});

test('a document that is nested too deep is refused with MAX_DEPTH_LIMIT; brackets in its strings do not count', async () => {
  const { answer } = await post(JSON.stringify({ query: nested(1_200) }));
  expect(answer.errors?.[0]?.message).toMatch(/^The document is nested more than 200 levels deep\./);
  const brackets = '{'.repeat(300);
  const texts = [`# ${brackets}\n`, `"${brackets}\\"${brackets}"`, `"""${brackets}"${brackets}\\""" """`];
  const query = `query A ($a: [String] = [${texts.join(' ')}]) { viewer { id } }`;
  expect(JSON.stringify((await post(JSON.stringify({ query }))).answer)).not.toContain('nested');
});

describe('a bad request is answered in JSON', () => {
  const query = '/graphql?query=%7Bviewer%7Bid%7D%7D';

  const cases: [string, () => ReturnType<typeof send>, number, string][] = [
    ['to nowhere', () => send('/nowhere'), 404, 'NOT_FOUND'],
    ['with a broken address', () => send('/%zz'), 400, 'BAD_REQUEST'],
    ['by PUT', () => send('/graphql', { method: 'PUT', headers: { authorization } }), 405, 'BAD_REQUEST'],
    [
      'by DELETE',
      () => send('/graphql', { method: 'DELETE', headers: { authorization } }),
      405,
      'BAD_REQUEST',
    ],
    ['by GET without a token', () => send(query), 401, 'UNAUTHENTICATED'],
    [
      'for a mutation by GET',
      () => send('/graphql?query=mutation%7Bshare%7D', { headers: { authorization } }),
      405,
      'BAD_REQUEST',
    ],
    [
      'by POST, as a page sends it cross-origin without a preflight',
      () => post('{"query":"mutation{share}"}', { 'content-type': 'text/plain' }),
      415,
      'BAD_REQUEST',
    ],
    [
      'for an image',
      () => post('{"query":"{ viewer { id } }"}', { accept: 'image/png' }),
      406,
      'BAD_REQUEST',
    ],
    [
      'without a token, whatever its body',
      () => post('hello', { authorization: '' }),
      401,
      'UNAUTHENTICATED',
    ],
  ];

  test.each(cases)('%s', async (_, request, ...expected) => {
    expect(await refusal(request())).toEqual(expected);
  });

  test('while a valid request by GET is answered', async () => {
    const { status, answer } = await send(query, { headers: { authorization } });
    expect({ status, answer }).toEqual({ status: 200, answer: { data: { viewer: { id: 'a' } } } });
  });
});

describe('the request to a subgraph', () => {
  test("has the headers that the gateway sets, and of the client's only traceparent", async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const body = JSON.stringify({ query: '{ viewer { id } }' });
    await post(body, { traceparent, cookie: 'a=b', 'x-vault-assertion': 'mine', 'x-request-id': 'mine' });
    const headers = core.received.at(-1);
    expect(Object.keys(headers ?? {}).toSorted()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'traceparent',
      'x-request-id',
      'x-vault-assertion',
    ]);
    expect(headers).toMatchObject({
      traceparent,
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(headers?.['x-vault-assertion']).toMatch(/^ey/);
  });
});

describe('beside GraphQL', () => {
  test('the API schema is public', async () => {
    const response = await fetch(`${gateway.url}/schema.graphql`);
    expect(await response.text()).toContain(
      'type User {\n  id: ID!\n  shared: [String!]\n  username: String!\n}',
    );
  });

  test('the explorer, or a page that it is being built, is at the root', async () => {
    const response = await fetch(gateway.url);
    expect(response.headers.get('content-type')).toMatch('text/html');
  });

  test('only the origins of the settings may read answers', async () => {
    expect(await allowedOrigin('https://app.example')).toBe('https://app.example');
    expect(await allowedOrigin('https://evil.example')).toBeNull();
  });
});
