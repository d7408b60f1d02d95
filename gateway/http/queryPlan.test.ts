import { composeSupergraph } from '@nimbusvault/graph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueryPlan } from '../executor/queryPlan.ts';
import { bookmarksSdl, coreSdl, startBookmarks, startCore } from '../tests/library.ts';
import { serveHere } from '../tests/serveHere.ts';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestAnswer, type TestGateway } from '../tests/startTestGateway.ts';

interface PlannedAnswer extends TestAnswer {
  readonly extensions?: { readonly queryPlan: QueryPlan };
}

const wanted = { 'nimbus-query-plan': 'include' };
const query = '{ viewer { username shared } }';
const data = { viewer: { username: 'ada', shared: ['https://example.com/a'] } };
const planOfQuery = {
  fetches: 2,
  entities: 1,
  representations: 1,
  nodes: [
    { kind: 'Fetch', subgraph: 'Core', paths: [], errors: [] },
    { kind: 'Fetch', subgraph: 'Bookmarks', paths: ['viewer'], entities: 1, representations: 1, errors: [] },
  ],
};

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let inDevelopment: TestGateway;
let inProduction: TestGateway;

beforeAll(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
  inDevelopment = await startTestGateway(library(core, bookmarks));
  inProduction = await startTestGateway(library(core, bookmarks), {}, { developmentToken: undefined });
});
afterAll(async () => {
  await Promise.all([inDevelopment.stop(), inProduction.stop()]);
  await Promise.all([core.stop(), bookmarks.stop()]);
});

async function ask(url: string, headers: Record<string, string>, text = query): Promise<PlannedAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: text }),
  });
  return (await response.json()) as PlannedAnswer;
}

async function askAs(role: string, gateway: TestGateway, headers: object = wanted): Promise<PlannedAnswer> {
  const authorization = `Bearer ${await gateway.token({ roles: [role] })}`;
  return ask(gateway.url, { authorization, ...headers });
}

test('in development every caller who requests the query plan gets it, for a known operation too', async () => {
  await askAs('member', inDevelopment, {});
  for (const answer of [await askAs('member', inDevelopment), await askAs('member', inDevelopment)])
    expect(answer).toMatchObject({ data, extensions: { queryPlan: planOfQuery } });
});

test('elsewhere only an admin gets it; others get only the answer', async () => {
  expect(await askAs('member', inProduction)).toEqual({ data });
  expect(await askAs('admin', inProduction)).toMatchObject({ data, extensions: { queryPlan: planOfQuery } });
});

test.each([{}, { 'nimbus-query-plan': '' }, { 'nimbus-query-plan': 'no' }])(
  'a caller who did not request it does not get it: %j',
  async (headers) => {
    expect(await askAs('admin', inDevelopment, headers)).toEqual({ data });
  },
);

test('a refused operation has no query plan', async () => {
  const authorization = `Bearer ${await inDevelopment.token()}`;
  const answer = await ask(inDevelopment.url, { authorization, ...wanted }, '{ nothing }');
  expect(answer).toEqual({
    errors: [expect.objectContaining({ message: expect.stringContaining('nothing') as string })],
  });
});

test('a standalone gateway shows it, with the code of the failed fetch', async () => {
  const failing = await startHttp((_, response) => response.writeHead(500).end());
  const { supergraphSdl = '' } = composeSupergraph([
    { name: 'Core', url: core.url, sdl: coreSdl },
    { name: 'Bookmarks', url: failing.url, sdl: bookmarksSdl },
  ]);
  const alone = await serveHere(supergraphSdl);
  const answer = await ask(alone.url, wanted);
  expect(answer).toMatchObject({
    data: { viewer: { username: 'ada', shared: null } },
    errors: [{ path: ['viewer', 'shared'], extensions: { code: 'SUBREQUEST_HTTP_ERROR' } }],
  });
  const [first, second] = answer.extensions?.queryPlan.nodes ?? [];
  expect(first).toMatchObject({ subgraph: 'Core', errors: [] });
  expect(second).toMatchObject({ subgraph: 'Bookmarks', errors: ['SUBREQUEST_HTTP_ERROR'] });
  await alone.stop();
  await failing.stop();
});
