import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBookmarks, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';
import type { QueryPlan } from './queryPlan.ts';

const rounding = 0.03;

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

async function planOf(query: string): Promise<QueryPlan> {
  const authorization = `Bearer ${await gateway.token()}`;
  const headers = { authorization, 'content-type': 'application/json', 'nimbus-query-plan': 'include' };
  const request = { method: 'POST', headers, body: JSON.stringify({ query }) };
  const response = await fetch(`${gateway.url}/graphql`, request);
  const { extensions } = (await response.json()) as { extensions: { queryPlan: QueryPlan } };
  return extensions.queryPlan;
}

test('a plan shows each request, its subgraph, the order and the number of entities', async () => {
  const plan = await planOf('{ documents { author { shared } } viewer { shared } bookmarks }');
  expect(plan).toMatchObject({ fetches: 3, entities: 3, representations: 2 });
  const [together, after] = plan.nodes;
  expect(together).toMatchObject({ kind: 'Parallel', nodes: [{ paths: [] }, { paths: [] }] });
  expect(after).toMatchObject({ kind: 'Fetch', subgraph: 'Bookmarks', entities: 3, representations: 2 });
  expect(after).toHaveProperty('paths', expect.arrayContaining(['viewer', 'documents.@.author']));
  expect(after).toHaveProperty('operation', expect.stringContaining('_entities'));
});

test('its times are in order, and the total is at least the sum of its parts', async () => {
  const { planningMs, tookMs, nodes } = await planOf('{ viewer { username shared } }');
  const spans = nodes.flatMap((node) => (node.kind === 'Fetch' ? [node] : []));
  expect(spans).toHaveLength(2);
  let over = planningMs;
  for (const { startedMs = -1, tookMs: took = -1 } of spans) {
    expect(startedMs).toBeGreaterThanOrEqual(over - rounding);
    over = startedMs + took;
  }
  expect(tookMs).toBeGreaterThanOrEqual(over - rounding);
});

test('a fetch with nothing to request has no times and is not counted', async () => {
  const { fetches, nodes } = await planOf('{ sharers { username } }');
  expect(fetches).toBe(1);
  expect(nodes[1]).toEqual({
    kind: 'Fetch',
    subgraph: 'Core',
    paths: ['sharers.@'],
    operation: expect.stringContaining('username') as string,
  });
});

test('paths use the response keys of the client', async () => {
  const { nodes } = await planOf('{ username: viewer { shared } }');
  expect(nodes[1]).toMatchObject({ subgraph: 'Bookmarks', paths: ['username'] });
});

test('mutations run one after the other', async () => {
  const { nodes } = await planOf('mutation { share again: share }');
  expect(nodes).toMatchObject([{ operation: 'mutation{share}' }, { operation: 'mutation{again: share}' }]);
});

test('introspection is a part of the plan', async () => {
  const { fetches, nodes } = await planOf('{ __schema { queryType { name } } bookmarks }');
  expect(fetches).toBe(1);
  expect(nodes.map(({ kind }) => kind)).toEqual(['Introspection', 'Fetch']);
  expect(await planOf('{ __typename }')).toMatchObject({ fetches: 0, nodes: [] });
});
