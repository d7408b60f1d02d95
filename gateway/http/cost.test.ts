import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSubgraph, type TestSubgraph } from '../tests/startSubgraph.ts';
import { startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
type Query {
  items(first: Int, last: Int): ItemConnection
  rows(n: Int, m: Int): [Item!] @listSize(slicingArguments: ["n", "m"])
  dear: Item @cost(weight: 4999)
}
type ItemConnection { edges: [ItemEdge!]! }
type ItemEdge { node: Item! }
type Item { id: ID! items(first: Int): ItemConnection }`;
const query =
  'query ($n: Int) { items(first: $n) { edges { node { items(first: $n) { edges { node { id } } } } } } }';

let core: TestSubgraph;
let gateway: TestGateway;

beforeAll(async () => {
  core = await startSubgraph(sdl, {
    Query: { items: () => ({ edges: [] }), rows: () => [], dear: () => ({ id: '1' }) },
  });
  gateway = await startTestGateway({ Core: { url: core.url, sdl } });
});
afterAll(async () => {
  await gateway.stop();
  await core.stop();
});

async function ask(text: string, variables: object = {}, headers: object = {}) {
  const authorization = `Bearer ${await gateway.token()}`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify({ query: text, variables }),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const refusal = (cost: number) => ({
  status: 400,
  answer: {
    errors: [
      {
        message: `The operation may cost ${cost}, and the limit is 5000. Request shorter lists, or fewer fields of each item.`,
        extensions: {
          code: 'COST_ESTIMATED_TOO_EXPENSIVE',
          retryable: false,
          requestId: expect.any(String) as string,
        },
      },
    ],
  },
});

test('an operation, new or known, is refused if it costs too much with its variables', async () => {
  const data = { items: { edges: [] } };
  expect(await ask(query, { n: 100 })).toEqual(refusal(1 + 100 * (2 + 1 + 200)));
  expect(await ask(query, { n: 10 })).toEqual({ status: 200, answer: { data } });
  expect(await ask(query, { n: 100 })).toEqual(refusal(1 + 100 * (2 + 1 + 200)));
  expect(await ask(query, { n: 10 })).toEqual({ status: 200, answer: { data } });
  expect(core.received).toHaveLength(2);
});

test.each([-1, 0, 2 ** 31 - 1, null])('any requested length of a list is harmless: %j', async (n) => {
  const { status } = await ask(query, { n });
  expect([200, 400]).toContain(status);
  expect(await ask('{ __typename }')).toMatchObject({ status: 200 });
});

test("a subgraph's weights count, and the query plan shows the cost", async () => {
  expect(await ask('{ a: dear { id } b: dear { id } }')).toEqual(refusal(9_998));
  const { answer } = await ask('{ dear { id } }', {}, { 'nimbus-query-plan': 'include' });
  expect(answer).toMatchObject({ extensions: { queryPlan: { cost: 4_999 } } });
});

test('a missing required slicing argument is refused, for a known operation too', async () => {
  const rows = 'query ($n: Int, $m: Int) { rows(n: $n, m: $m) { id } }';
  const missing = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] };
  expect((await ask(rows)).answer).toMatchObject(missing);
  expect((await ask(rows, { n: 1 })).answer).toEqual({ data: { rows: [] } });
  expect((await ask(rows, { n: 1, m: 1 })).answer).toMatchObject(missing);
});
