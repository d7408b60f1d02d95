import { equal } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const needs = `@role(needs: "member", scopes: ["bookmarks:read", "links:read"])`;
const both = ['bookmarks:read', 'links:read'];
const bookmark = { node: { title: 'Plan', targetUrl: 'https://vault.test/' } };

let vault: OwnVault;
let org: string;
beforeAll(async () => {
  vault = await startOwnVault(undefined, async (folder) => {
    const file = join(folder, 'plugin-subgraphs/Bookmarks/schema.ts');
    const schema = readFileSync(file, 'utf8')
      .replace('targetUrl: String!', `targetUrl: String ${needs}`)
      .replace(/(\): SharedBookmarkConnection)$/m, `$1 ${needs}`);
    writeFileSync(file, schema);
    const service = join(folder, 'plugin-subgraphs/Bookmarks/bll/bookmarks/service.ts');
    writeFileSync(service, readFileSync(service, 'utf8').replace("'targetUrl', ", '')); // it may not be filtered any more
  });
  const { slug, admin } = await vault.makeOrg();
  const input = `{ title: "Plan", targetUrl: "https://vault.test/" }`;
  const { data } = await admin.query(`mutation { shareBookmark(input: ${input}) { __typename } }`);
  equal(data.shareBookmark.__typename, 'SharedBookmark');
  org = slug;
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Queries with a token that `nimbus token` prints for these scopes. */
async function askWith(scopes: readonly string[], query: string) {
  const given = scopes.flatMap((scope) => ['--scope', scope]);
  const { stdout } = await vault.nimbus('token', '--org', org, '--user', 'ada', ...given);
  const { gatewayUrl } = vault.stack;
  return ask(gatewayUrl, { authorization: `Bearer ${stdout.trim()}` }, { query });
}

const nested = '{ viewer { username sharedBookmarks(first: 1) { edges { node { title targetUrl } } } } }';
const root = '{ viewer { username } sharedBookmarks(first: 1) { edges { node { title targetUrl } } } }';

test('a token with both scopes may read the field, whatever other scopes it has', async () => {
  const { data, errors } = await askWith([...both, 'more'], nested);
  expect(errors).toBeUndefined();
  expect(data.viewer).toEqual({ username: 'ada', sharedBookmarks: { edges: [bookmark] } });
});

test.for([
  ['no scope', []],
  ['one of both', ['bookmarks:read']],
  ['scopes that only look alike', ['bookmarks:read:all', 'LINKS:READ', 'bookmarks', '*']],
] as const)('with %s the field is null and FORBIDDEN, and the rest is there', async ([, scopes]) => {
  const { status, data, errors } = await askWith(scopes, nested);
  expect(status).toBe(200);
  expect(data).toEqual({ viewer: { username: 'ada', sharedBookmarks: null } });
  expect(errors).toEqual([
    expect.objectContaining({
      path: ['viewer', 'sharedBookmarks'],
      extensions: expect.objectContaining({ code: 'FORBIDDEN', requestId: expect.any(String) }),
    }),
  ]);
  expect(errors?.[0]?.message).toMatch(/links:read/);
});

test('a guarded field below an unguarded one is null alone', async () => {
  const { data, errors } = await askWith([], root);
  expect(data).toEqual({
    viewer: { username: 'ada' },
    sharedBookmarks: { edges: [{ node: { title: 'Plan', targetUrl: null } }] },
  });
  expect(errors?.map(({ path, extensions: { code } }) => [path?.join('.'), code])).toEqual([
    ['sharedBookmarks.edges.0.node.targetUrl', 'FORBIDDEN'],
  ]);
});

test('the schema shows clients the scopes that a field needs', async () => {
  const { data } = await askWith([], '{ __type(name: "User") { fields { name description } } }');
  const described = new Map(
    data.__type.fields.map((field: { name: string; description: string }) => [field.name, field.description]),
  );
  expect(described.get('sharedBookmarks')).toMatch(/bookmarks:read.+links:read/);
});
