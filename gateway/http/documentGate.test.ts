import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBookmarks, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestAnswer, type TestGateway } from '../tests/startTestGateway.ts';
import { createDocumentGate } from './documentGate.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

const viewer = 'query Viewer { viewer { username } }';
const titled = 'query Titles($no: Boolean = false) { documents { title @skip(if: $no) } }';
const stranger = 'query Stranger { bookmarks }';
const registered = [
  { id: hashOf(viewer), document: viewer, name: 'Viewer' },
  { id: 'titles/v1', document: titled, name: 'Titles' },
].map((each) => ({ ...each, client: 'web', by: 'ada', at: '2026-11-01T00:00:00.000Z' }));

let subgraphs: readonly TestSubgraph[];
const gateways = new Map<string, TestGateway>();

beforeAll(async () => {
  const [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
  subgraphs = [core, bookmarks];
  for (const mode of ['off', 'audit', 'enforce'])
    gateways.set(
      mode,
      await startTestGateway(library(core, bookmarks), {}, { documents: { mode }, registered }),
    );
  const developmentToken = 'a-token';
  const site = { documents: { mode: 'enforce' }, registered, developmentToken };
  gateways.set('development', await startTestGateway(library(core, bookmarks), {}, site));
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.stop();
  for (const subgraph of subgraphs) await subgraph.stop();
});

interface Reply {
  readonly status: number;
  readonly answer: TestAnswer;
}

async function ask(mode: string, request: object | string, roles = ['member']): Promise<Reply> {
  const gateway = gateways.get(mode);
  const authorization = `Bearer ${await gateway?.token({ roles })}`;
  const isGet = typeof request === 'string';
  const path = isGet ? `/graphql?${request}` : '/graphql';
  const post = { method: 'POST', body: JSON.stringify(request) };
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(gateway?.url + path, { headers, ...(isGet ? {} : post) });
  return { status: response.status, answer: (await response.json()) as TestAnswer };
}

const never = () => false;

test('an organization that sends thousands of documents evicts no documents of others', () => {
  const pass = createDocumentGate({
    mode: 'off',
    store: { has: () => false, textOf: () => undefined },
    mayAskAnything: never,
    isDeclared: never,
  });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const askIn = (org: string, text: string, query?: string) =>
    pass(
      { headers: {}, method: 'POST', search: '', body: { query, ...byHash(hashOf(text)) } },
      {
        tenant: { org, userId: null, roles: [] },
        log,
      },
    );
  askIn('acme', viewer, viewer);
  for (let n = 0; n < 3_000; n += 1) askIn('greedy', `{ a${n} }`, `{ a${n} }`);
  expect(() => askIn('acme', viewer)).not.toThrow();
  expect(() => askIn('greedy', '{ a0 }')).toThrow('No document is known by this hash');
  expect(() => askIn('other', '{ a2999 }')).not.toThrow();
});

const answered = { status: 200, answer: { data: { viewer: { username: 'ada' } } } };
const titles = { data: { documents: [{ title: 'One' }, { title: 'Two' }, { title: 'Three' }] } };
const refused = (status: number, code: string) => ({
  status,
  answer: { errors: [{ extensions: { code, requestId: expect.any(String) as string } }] },
});
const query = (params: Record<string, string>) => new URLSearchParams(params).toString();

describe.each(['off', 'audit', 'enforce'])('in the mode %s a registered document is answered', (mode) => {
  test.each([
    ['by its text', { query: viewer }],
    ['by its hash', byHash(hashOf(viewer))],
    ['by its hash beside an empty query', { query: '', ...byHash(hashOf(viewer)) }],
    ['by its hash and its text', { query: viewer, ...byHash(hashOf(viewer)) }],
    ['by its documentId', { documentId: `sha256:${hashOf(viewer)}` }],
    ['in a URL by its hash', query({ extensions: JSON.stringify(byHash(hashOf(viewer)).extensions) })],
    ['in a URL by its documentId', query({ documentId: hashOf(viewer), operationName: 'Viewer' })],
  ])('%s', async (_, request) => {
    expect(await ask(mode, request)).toEqual(answered);
    expect(await ask(mode, request)).toEqual(answered);
  });

  test('by its own id, and by its hash', async () => {
    expect((await ask(mode, { documentId: 'titles/v1' })).answer).toEqual(titles);
    expect((await ask(mode, { query: titled, ...byHash('titles/v1') })).answer).toEqual(titles);
    expect((await ask(mode, byHash(hashOf(titled)))).answer).toEqual(titles);
    expect((await ask(mode, { documentId: 'titles/v1', variables: { no: true } })).answer).toEqual({
      data: { documents: [{}, {}, {}] },
    });
  });

  test.each([
    ['a hash of another text', { query: viewer, ...byHash(hashOf(stranger)) }],
    ['an id of another text', { query: stranger, documentId: 'titles/v1' }],
    ['two names', { documentId: 'titles/v1', ...byHash(hashOf(viewer)) }],
    ['a hash that is a number', byHash(7)],
    ['an unknown version', { extensions: { persistedQuery: { version: 2, sha256Hash: 'a' } } }],
    ['a persistedQuery that is a string', { query: viewer, extensions: { persistedQuery: 'a' } }],
    ['extensions that are a list', { query: viewer, extensions: [] }],
    ['a documentId that is a list', { documentId: ['titles/v1'] }],
    ['two queries in a URL', `${query({ query: viewer })}&${query({ query: stranger })}`],
    ['two documentIds in a URL', `${query({ query: viewer, documentId: 'a' })}&documentId=b`],
    ['nothing at all', { variables: {} }],
  ])('and %s is a bad request', async (_, request) => {
    expect(await ask(mode, request)).toMatchObject(refused(400, 'BAD_REQUEST'));
  });
});

describe.each(['off', 'audit'])('in the mode %s', (mode) => {
  test('an unknown hash is refused as unknown until its text is sent with it', async () => {
    const text = `query Later { viewer { username } } # ${mode}`;
    const unknown = refused(200, 'PERSISTED_QUERY_NOT_FOUND');
    expect(await ask(mode, byHash(hashOf(text)))).toMatchObject(unknown);
    expect(await ask(mode, { documentId: 'constructor' })).toMatchObject(unknown);
    expect(await ask(mode, { query: text, ...byHash(hashOf(text)) })).toEqual(answered);
    expect(await ask(mode, byHash(hashOf(text)))).toEqual(answered);
  });

  test('an unregistered document is answered', async () => {
    expect((await ask(mode, { query: stranger })).answer.errors).toBeUndefined();
  });
});

describe('in the mode enforce', () => {
  test.each([
    ['a text', { query: stranger }],
    ['a text that differs by a space', { query: `${viewer} ` }],
    ['a text in a URL', query({ query: stranger })],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['a text that is not a document', { query: 'hello' }],
    ['a hash with its text', { query: stranger, ...byHash(hashOf(stranger)) }],
    ['a hash', byHash(hashOf(stranger))],
    ['an id', { documentId: '__proto__' }],
  ])('%s is refused if it is not registered', async (_, request) => {
    expect(await ask('enforce', request)).toMatchObject(refused(403, 'DOCUMENT_NOT_TRUSTED'));
    expect(await ask('enforce', request, ['admin'])).toMatchObject(refused(403, 'DOCUMENT_NOT_TRUSTED'));
  });

  test('in development an admin may send any document, and other callers may not', async () => {
    expect((await ask('development', { query: stranger }, ['admin'])).answer.errors).toBeUndefined();
    expect(await ask('development', { query: stranger })).toMatchObject(refused(403, 'DOCUMENT_NOT_TRUSTED'));
  });
});

test('in the mode audit a document is logged once, by its hash and never by its text', () => {
  const told: object[] = [];
  const say = (fields: object) => void told.push(fields);
  const log = { debug: say, info: say, warn: say, error: say };
  const store = { has: (text: string) => text === viewer, textOf: () => undefined };
  const pass = createDocumentGate({
    mode: 'audit',
    store,
    mayAskAnything: () => false,
    isDeclared: () => false,
  });
  const tenant = { org: 'acme', userId: null, roles: [] };
  const headers = { 'apollographql-client-name': 'web' };
  const askedOf = (text: string) => ({
    method: 'POST',
    headers,
    body: { query: text, operationName: 'Stranger' },
    search: '',
  });
  for (const text of [stranger, viewer, stranger]) pass(askedOf(text), { tenant, log });
  expect(told).toEqual([{ sha256: hashOf(stranger), operationName: 'Stranger', client: 'web' }]);
});
