import { importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { describe, expect, test } from 'vitest';
import type { Client } from '@nimbusvault/testing';
import { makeOrg, sharedVault } from '../../support/sharedVault.ts';

interface Things {
  readonly documentId: string;
  readonly folderId: string;
  readonly bookmarkId: string;
  readonly cursor: string;
}

async function makeThings(client: Client): Promise<Things> {
  const { data } = await client.query(`mutation {
    createFolder(input: { name: "Ours" }) { ... on Folder { id } }
    createDocument(input: { title: "Ours" }) { ... on Document { id } }
    shareBookmark(input: { targetUrl: "https://example.org/", title: "Ours" }) { ... on SharedBookmark { id } }
  }`);
  const page = await client.query(`{ documents { pageInfo { endCursor } } }`);
  return {
    folderId: data.createFolder.id,
    documentId: data.createDocument.id,
    bookmarkId: data.shareBookmark.id,
    cursor: page.data.documents.pageInfo.endCursor,
  };
}

const read = `query ($documentId: ID!, $folderId: ID!, $userId: ID!, $cursor: String) {
  document(id: $documentId) { id }
  folder(id: $folderId) { id }
  user(id: $userId) { id }
  documentNode: node(id: $documentId) { id }
  userNode: node(id: $userId) { id }
  documents(after: $cursor) { edges { node { id } } }
  inFolder: documents(folderId: $folderId) { totalCount }
  users { edges { node { username } } }
  sharedBookmarks { totalCount }
}`;

const changes = [
  `mutation ($documentId: ID!) {
    updateDocument(input: { id: $documentId, title: "Theirs" }) { __typename }
    archiveDocument(id: $documentId) { __typename }
    restoreDocument(id: $documentId) { __typename }
    deleteDocument(id: $documentId) { __typename }
  }`,
  `mutation ($folderId: ID!, $bookmarkId: ID!) {
    archiveFolder(id: $folderId) { __typename }
    restoreFolder(id: $folderId) { __typename }
    createDocument(input: { title: "Theirs", folderId: $folderId }) { __typename }
    removeSharedBookmark(id: $bookmarkId) { __typename }
  }`,
];

const unknown: Things = {
  documentId: '00000000-0000-4000-8000-00000000ffff',
  folderId: '00000000-0000-4000-8000-00000000ffff',
  bookmarkId: '00000000-0000-4000-8000-00000000ffff',
  cursor: '',
};

test('ids of another organization get the same answers as unknown ids', async () => {
  const [ours, theirs] = await Promise.all([makeOrg(), makeOrg()]);
  const things = await makeThings(ours.admin);
  const foreign = await theirs.admin.query(read, { ...things, userId: ours.admin.userId });
  const missing = await theirs.admin.query(read, {
    ...unknown,
    cursor: things.cursor,
    userId: unknown.documentId,
  });
  expect(foreign).toEqual(missing);
  expect(foreign.data).toMatchObject({
    document: null,
    folder: null,
    user: null,
    documentNode: null,
    userNode: null,
  });
  expect(foreign.data.users.edges).toEqual([{ node: { username: 'ada' } }]);
});

test('mutations with ids of another organization change nothing, as with unknown ids', async () => {
  const [ours, theirs] = await Promise.all([makeOrg(), makeOrg()]);
  const things = await makeThings(ours.admin);
  for (const change of changes) {
    const foreign = await theirs.admin.query(change, things);
    const missing = await theirs.admin.query(change, unknown);
    expect(foreign).toEqual(missing);
    expect(
      new Set(Object.values(foreign.data).map((answer) => (answer as { __typename: string }).__typename)),
    ).toEqual(new Set(['NotFound']));
  }
  const { data } = await ours.admin.query(
    `{ documents { edges { node { title version archivedAt } } } sharedBookmarks { totalCount } }`,
  );
  expect(data.documents.edges).toEqual([{ node: { title: 'Ours', version: 1, archivedAt: null } }]);
  expect(data.sharedBookmarks.totalCount).toBe(1);
});

test('a user of another organization cannot be reached through a token that names them', async () => {
  const [ours, theirs] = await Promise.all([makeOrg(), makeOrg()]);
  const confused = await theirs.client(['member'], ours.admin.userId);
  const { data } = await confused.query(`{ viewer { username } }`);
  expect(data.viewer).toBeNull();
});

describe.each(['Core', 'Bookmarks'])('%s answers only the gateway', (name) => {
  const url = sharedVault().subgraphs[name]?.url ?? '';
  const answer = async (body: string, assertion?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(assertion && { 'x-vault-assertion': assertion }),
    };
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, code: codeOf(await response.json()) };
  };
  const refused = { status: 401, code: 'UNAUTHENTICATED' };

  test.each([
    '{"query":"{ __typename }"}',
    '{"query":"{ _service { sdl } }"}',
    '{"query":"{ _entities(representations: []) { __typename } }"}',
    'not json',
  ])('and refuses %s without an assertion', async (body) => expect(await answer(body)).toEqual(refused));

  test("and refuses a client's token as an assertion", async () => {
    const { admin } = await makeOrg();
    expect(await answer('{"query":"{ __typename }"}', admin.token)).toEqual(refused);
  });

  test('and refuses an assertion for another subgraph', async () => {
    const key = await importAssertionKey(sharedVault().keys.assertionPrivate);
    const tenant = { org: 'acme', userId: null, roles: ['admin'] } as const;
    const query = '{"query":"{ __typename }"}';
    expect(await answer(query, await signAssertion(tenant, 'Elsewhere', key))).toEqual(refused);
    expect(await answer(query, await signAssertion(tenant, name, key))).toMatchObject({ status: 200 });
  });
});

function codeOf(body: unknown): string | undefined {
  return (body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
}
