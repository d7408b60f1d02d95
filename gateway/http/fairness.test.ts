import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBookmarks, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const longMs = 60_000;
const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const spreads = (count: number) =>
  `{ viewer { ${many(count, (index) => `...f${index}`)} } } ${many(count, (index) => `fragment f${index} on User { id }`)}`;

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let gateway: TestGateway;
let narrow: TestGateway;

beforeAll(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
  [gateway, narrow] = await Promise.all([
    startTestGateway(library(core, bookmarks)),
    startTestGateway(library(core, bookmarks), { waitingDocuments: 1 }),
  ]);
});
afterAll(async () => {
  await Promise.all([gateway.stop(), narrow.stop()]);
  await Promise.all([core.stop(), bookmarks.stop()]);
});

interface Told {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | null;
}

async function send(
  to: TestGateway,
  query: string,
  { org = 'acme', ...headers }: Record<string, string> = {},
) {
  const authorization = `Bearer ${await to.token({ org })}`;
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return {
    status: response.status,
    code: errors[0]?.extensions.code,
    retryAfter: response.headers.get('retry-after'),
  } satisfies Told;
}

test(
  'the new operation of an organization does not wait behind those that another one floods the gateway with',
  { timeout: longMs },
  async () => {
    let answered = 0;
    const flood = Array.from({ length: 30 }, async (_, index) => {
      const answer = await send(gateway, `${spreads(100)} # ${index}`);
      answered += 1;
      return answer;
    });
    await expect.poll(() => answered, { timeout: longMs }).toBeGreaterThan(0);
    const before = answered;
    expect(await send(gateway, '{ viewer { username shared } }', { org: 'globex' })).toMatchObject({
      status: 200,
    });
    expect(answered - before).toBeLessThan(10);
    for (const answer of await Promise.all(flood))
      expect(answer).toMatchObject({ status: 200, code: undefined });
  },
);

test.each([
  ['application/json', 200],
  ['application/graphql-response+json', 400],
])('a document of 500 spreads is refused before it is validated, as %s with %i', async (accept, status) => {
  expect(await send(gateway, spreads(500), { accept })).toMatchObject({
    status,
    code: 'GRAPHQL_VALIDATION_FAILED',
  });
});

test('a user whose documents wait in too large a number gets 503 with Retry-After; another organization is answered', async () => {
  const flood = Array.from({ length: 30 }, (_, index) => send(narrow, `${spreads(100)} # ${index}`));
  const other = send(narrow, '{ viewer { username } }', { org: 'globex' });
  const answers = await Promise.all(flood);
  expect(answers.filter(({ status }) => status === 503)).not.toHaveLength(0);
  for (const { status, code, retryAfter } of answers)
    expect([status, code, retryAfter]).toEqual(
      status === 200 ? [200, undefined, null] : [503, 'OVERLOADED', '1'],
    );
  expect(await other).toMatchObject({ status: 200 });
});
