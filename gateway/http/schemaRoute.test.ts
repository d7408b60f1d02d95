import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreSdl, startCore } from '../tests/library.ts';
import type { TestSubgraph } from '../tests/startSubgraph.ts';
import { startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

let core: TestSubgraph;
let gateway: TestGateway;
beforeAll(async () => {
  core = await startCore();
  gateway = await startTestGateway({ Core: { url: core.url, sdl: coreSdl } }, {}, {});
});
afterAll(async () => {
  await gateway.stop();
  await core.stop();
});

async function get(path: string, role: string, ...known: readonly string[]): Promise<Response> {
  const authorization = `Bearer ${await gateway.token({ roles: [role] })}`;
  const headers = { authorization, ...(known.length > 0 && { 'if-none-match': known.join(', ') }) };
  return fetch(`${gateway.url}${path}`, { headers });
}

const schema = '/schema.graphql';

test('a schema that has not changed is answered with 304', async () => {
  const first = await get(schema, 'admin');
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\da-f]{64}"$/);
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  for (const known of [etag, `W/${etag}`, '*']) {
    const again = await get(schema, 'admin', '"another"', known);
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  }
  const other = await get(schema, 'admin', '"another"');
  expect([other.status, await other.text()]).toEqual([200, await first.text()]);
});

test('an ETag opens the schema to nobody else', async () => {
  const etag = (await get(schema, 'admin')).headers.get('etag') ?? '';
  const refused = await get(schema, 'member', etag);
  expect([refused.status, refused.headers.get('etag')]).toEqual([403, null]);
});

test('answers that depend on their caller have no ETag, and are not stored', async () => {
  const answer = await get('/graphql?query=%7B__typename%7D', 'member', '*');
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect((await get('/explorer.json', 'member')).headers.get('cache-control')).toBe('no-store');
});
