import { entityArchived } from '@nimbusvault/sdk';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bookmarks } from '../Bookmarks.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
const hal = { org: 'globex', userId: '00000000-0000-4000-8000-0000000000b1', roles: ['member'] } as const;
const entityId = '00000000-0000-4000-8000-0000000000d1';

const share = `mutation ($targetUrl: String!, $title: String!) {
  shareBookmark(input: { targetUrl: $targetUrl, title: $title }) {
    ... on SharedBookmark { id title targetUrl sharedBy { id } }
    ... on Failure { message ... on InvalidInput { path } }
  }
}`;
const list = `{ sharedBookmarks { totalCount edges { node { id title } } } }`;

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Bookmarks);
});
afterAll(() => plugin[Symbol.asyncDispose]());

async function titlesOf(tenant: typeof ada | typeof hal): Promise<string[]> {
  const { data } = await plugin.query(tenant, list);
  return data.sharedBookmarks.edges.map(({ node }: { node: { title: string } }) => node.title);
}

test('a link is shared with the organization, and with no other', async () => {
  const { data } = await plugin.query(ada, share, { targetUrl: 'https://example.org/', title: 'Example' });
  expect(data.shareBookmark).toMatchObject({ title: 'Example', sharedBy: { id: ada.userId } });
  expect(await titlesOf(ada)).toContain('Example');
  expect(await titlesOf(hal)).toEqual([]);
});

test.each(['ftp://example.org/', 'javascript:alert(1)', 'not a url', 'https://', 'https:example.org'])(
  '%s is not a valid link',
  async (targetUrl) => {
    const { data } = await plugin.query(ada, share, { targetUrl, title: 'No' });
    expect(data.shareBookmark).toEqual({
      message: 'Bookmark URL must be an http(s) URL.',
      path: ['targetUrl'],
    });
  },
);

test('a link is removed once; another organization cannot remove it', async () => {
  const { data } = await plugin.query(ada, share, { targetUrl: 'https://example.org/gone', title: 'Gone' });
  const remove = `mutation ($id: ID!) { removeSharedBookmark(id: $id) { __typename } }`;
  const type = async (tenant: typeof ada | typeof hal) =>
    (await plugin.query(tenant, remove, data.shareBookmark)).data.removeSharedBookmark.__typename as string;
  expect(await type(hal)).toBe('NotFound');
  expect(await type(ada)).toBe('SharedBookmark');
  expect(await type(ada)).toBe('NotFound');
});

test('archiving an entity deletes the links that point at it', async () => {
  const targetUrl = `https://vault.example/entity/${entityId}?tab=1`;
  await plugin.query(ada, share, { targetUrl, title: 'Archived' });
  await plugin.query(ada, share, { targetUrl: 'https://vault.example/entity/other', title: 'Kept' });
  await plugin.query(hal, share, { targetUrl, title: 'Elsewhere' });
  await plugin.fire(entityArchived, { entityType: 'Document', entityId }, 'acme');
  await eventually(async () => !(await titlesOf(ada)).includes('Archived'));
  expect(await titlesOf(ada)).toContain('Kept');
  expect(await titlesOf(hal)).toEqual(['Elsewhere']);
});

test('sharing requires the role member', async () => {
  const reader = { ...ada, roles: [] };
  const { errors } = await plugin.query(reader, share, {
    targetUrl: 'https://example.org/',
    title: 'No role',
  });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

const targetUrl = 'https://example.org/';
const long = `https://example.org/${'x'.repeat(2_048)}`;

test.each([
  ['a title that no column can hold', { targetUrl, title: 'a\0b' }, 'Text cannot have a NUL character.'],
  ['half a character', { targetUrl, title: 'a\ud800b' }, 'Text cannot have half of a surrogate pair.'],
  ['no title', { targetUrl, title: '  ' }, 'A title must have 1 to 255 characters.'],
  [
    'a title that is too long',
    { targetUrl, title: 'x'.repeat(256) },
    'A title must have 1 to 255 characters.',
  ],
  ['a link that is too long', { targetUrl: long, title: 'Long' }, 'A link may have at most 2048 characters.'],
])('%s is refused with a sentence', async (_, variables, message) => {
  const { data } = await plugin.query(ada, share, variables);
  expect(data.shareBookmark).toMatchObject({ message });
});

test('a title has 255 characters, even of two units each', async () => {
  const { data } = await plugin.query(ada, share, { targetUrl, title: '🔖'.repeat(255) });
  expect(data.shareBookmark).toHaveProperty('id');
});

test('an invalid id is refused with a sentence', async () => {
  const { data } = await plugin.query(
    ada,
    'mutation { removeSharedBookmark(id: "x") { ... on InvalidInput { message } } }',
  );
  expect(data.removeSharedBookmark).toEqual({ message: 'The id of a bookmark must be a UUID.' });
});
