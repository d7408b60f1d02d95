import type { Client } from '@nimbusvault/testing';
import { beforeAll, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const documentsQuery = `query ($filter: DocumentFilter, $orderBy: [DocumentOrder!], $first: Int, $after: String) {
  documents(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { title } }
  }
}`;
const bookmarksQuery = `query ($filter: SharedBookmarkFilter, $orderBy: [SharedBookmarkOrder!]) {
  sharedBookmarks(filter: $filter, orderBy: $orderBy) { totalCount edges { node { title sharedBy { username } } } }
  viewer { sharedBookmarks(filter: $filter, orderBy: $orderBy) { edges { node { title } } } }
}`;
const share = `mutation ($input: ShareBookmarkInput!) {
  shareBookmark(input: $input) { ... on SharedBookmark { id } ... on Failure { message } }
}`;

let ada: Client;
let folderId: string;
beforeAll(async () => {
  ada = (await makeOrg()).admin;
  folderId = (await mutate(ada, 'createFolder', { name: 'Plans' })).id;
  for (const title of ['b', 'a', 'c', 'B']) await mutate(ada, 'createDocument', { title });
  await mutate(ada, 'createDocument', { title: 'a', folderId });
});

interface Edges {
  readonly edges: readonly { readonly node: { readonly title: string } }[];
}

const titlesIn = ({ edges }: Edges) => edges.map(({ node }) => node.title);

async function titles(variables: object): Promise<string[]> {
  const { data, errors } = await ada.query(documentsQuery, variables);
  expect(errors).toBeUndefined();
  return titlesIn(data.documents);
}

test('a list is filtered and sorted as its caller asks', async () => {
  const byTitle = { field: 'TITLE' };
  expect(await titles({ orderBy: byTitle })).toEqual(['B', 'a', 'a', 'b', 'c']);
  expect(await titles({ orderBy: { field: 'TITLE', direction: 'DESC' }, first: 2 })).toEqual(['c', 'b']);
  expect(await titles({ filter: { title: { gt: 'a', lte: 'b' } } })).toEqual(['b']);
  expect(await titles({ filter: { title: { in: ['B', 'c'] } } })).toEqual(['B', 'c']);
  expect(await titles({ filter: { folderId: { eq: folderId } } })).toEqual(['a']);
  expect(await titles({ filter: { folderId: { eq: 'no id' } } })).toEqual([]);
  const or = [{ title: { contains: 'B' } }, { folderId: { isNull: false } }];
  expect(await titles({ filter: { or }, orderBy: byTitle })).toEqual(['B', 'a']);
  expect(await titles({ filter: { createdAt: { gt: '2999-01-01T00:00:00Z' } } })).toEqual([]);
  expect(await titles({ filter: { title: { contains: '%' } } })).toEqual([]);
});

test('pages of a sorted list lose nothing and repeat nothing where values are equal', async () => {
  const found: string[] = [];
  const orderBy = [{ field: 'TITLE' }, { field: 'CREATED_AT', direction: 'DESC' }];
  for (let after: string | undefined; ;) {
    const { documents } = (await ada.query(documentsQuery, { orderBy, first: 2, after })).data;
    found.push(...titlesIn(documents));
    expect(documents.totalCount).toBe(5);
    if (!documents.pageInfo.hasNextPage) break;
    after = documents.pageInfo.endCursor;
  }
  expect(found).toEqual(['B', 'a', 'a', 'b', 'c']);
});

test('a list of a plugin, and the one that it contributes to core, are filtered and sorted too', async () => {
  for (const title of ['One', 'Two', 'Three'])
    await ada.query(share, { input: { title, targetUrl: 'https://example.org/' } });
  const variables = { filter: { title: { contains: 'T' } }, orderBy: { field: 'TITLE' } };
  const { data } = await ada.query(bookmarksQuery, variables);
  expect(titlesIn(data.sharedBookmarks)).toEqual(['Three', 'Two']);
  expect(titlesIn(data.viewer.sharedBookmarks)).toEqual(['Three', 'Two']);
});

test('what no list allows is refused, and another organization filters its own rows alone', async () => {
  const deep = Array.from({ length: 6 }).reduce<object>((inner) => ({ or: [inner] }), { title: { eq: 'a' } });
  const refused = [
    [{ filter: deep }, /at most 4 levels/],
    [{ filter: { title: { in: Array.from({ length: 101 }, String) } } }, /at most 100 values/],
    [{ filter: { createdAt: { lt: 'yesterday' } } }, /ISO 8601/],
    [{ filter: { body: { contains: 'x' } } }, /"body"/],
    [{ orderBy: [{ field: 'BODY' }] }, /"BODY"/],
    [{ orderBy: [{ field: 'TITLE' }, { field: 'TITLE' }] }, /a field twice/],
    [{ first: 101 }, /from 0 to 100/],
  ] as const;
  for (const [variables, words] of refused) {
    const { errors } = await ada.query(documentsQuery, variables);
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(words) as string })]);
  }
  const { admin } = await makeOrg();
  const { data } = await admin.query(documentsQuery, { filter: { or: [{ title: { contains: '' } }, {}] } });
  expect(data.documents).toMatchObject({ totalCount: 0, edges: [] });
});

test('a failure has its message, whichever it is', async () => {
  const { data } = await ada.query(share, { input: { title: 'Ftp', targetUrl: 'ftp://example.org' } });
  expect(data.shareBookmark).toEqual({ message: 'Bookmark URL must be an http(s) URL.' });
});
