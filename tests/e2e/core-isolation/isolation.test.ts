import type { Client, TestOrg } from '@nimbusvault/testing';
import { beforeAll, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const unknown = '00000000-0000-4000-8000-00000000dead';
const everything = `query ($document: ID!, $folder: ID!, $user: ID!) {
  document(id: $document) { id }
  documents(folderId: $folder) { totalCount edges { node { id } } }
  folder(id: $folder) { id documents { totalCount } }
  user(id: $user) { id username }
  documentNode: node(id: $document) { __typename id }
  folderNode: node(id: $folder) { __typename id }
  userNode: node(id: $user) { __typename id }
}`;

let acme: TestOrg;
let eve: Client;
let folder: { id: string };
let document: { id: string };
beforeAll(async () => {
  acme = await makeOrg();
  eve = (await makeOrg()).admin;
  folder = await mutate(acme.admin, 'createFolder', { name: 'Ours' });
  document = await mutate(acme.admin, 'createDocument', { title: 'Ours', folderId: folder.id });
});

const rename = (id: string) => mutate(eve, 'updateDocument', { id, title: 'Theirs' });
const fill = (folderId: string) => mutate(eve, 'createDocument', { title: 'Theirs', folderId });

test('a node of any type is found by its id', async () => {
  const node = `query ($id: ID!) { node(id: $id) { __typename id } }`;
  const { data } = await acme.admin.query('{ viewer { id organization { id } } }');
  const ids = {
    Document: document.id,
    Folder: folder.id,
    User: data.viewer.id,
    Organization: data.viewer.organization.id,
  };
  for (const [__typename, id] of Object.entries(ids)) {
    expect((await acme.admin.query(node, { id })).data.node).toEqual({ __typename, id });
  }
  expect((await acme.admin.query(node, { id: 'no uuid' })).data.node).toBeNull();
});

test('a foreign id gets the same answer as an unknown one', async () => {
  const foreign = { document: document.id, folder: folder.id, user: acme.admin.userId };
  const nothing = { document: unknown, folder: unknown, user: unknown };
  const answer = await eve.query(everything, foreign);
  expect(answer).toEqual(await eve.query(everything, nothing));
  expect(answer.data).toEqual({
    document: null,
    documents: { totalCount: 0, edges: [] },
    folder: null,
    user: null,
    documentNode: null,
    folderNode: null,
    userNode: null,
  });
});

test('the lists of another organization are empty', async () => {
  const { data } = await eve.query(
    '{ documents { totalCount } folders { totalCount } users { totalCount } }',
  );
  expect(data).toEqual({
    documents: { totalCount: 0 },
    folders: { totalCount: 0 },
    users: { totalCount: 1 },
  });
});

test('a cursor of another organization shows nothing of it', async () => {
  const ours = await acme.admin.query('{ documents { edges { cursor } } }');
  const [{ cursor }] = ours.data.documents.edges;
  const { data } = await eve.query(`{ documents(before: "${cursor}") { totalCount edges { node { id } } } }`);
  expect(data.documents).toEqual({ totalCount: 0, edges: [] });
});

test.each([
  'archiveDocument',
  'restoreDocument',
  'deleteDocument',
  'archiveFolder',
  'restoreFolder',
] as const)('%s finds nothing under a foreign id', async (mutation) => {
  const { id } = mutation.endsWith('Folder') ? folder : document;
  expect(await mutate(eve, mutation, id)).toEqual(await mutate(eve, mutation, unknown));
});

test('no organization changes or fills foreign objects', async () => {
  expect(await rename(document.id)).toEqual(await rename(unknown));
  expect(await fill(folder.id)).toEqual(await fill(unknown));
  const { data } = await acme.admin.query(everything, {
    document: document.id,
    folder: folder.id,
    user: acme.admin.userId,
  });
  expect(data).toMatchObject({ documents: { totalCount: 1 }, user: { username: 'ada' } });
});

test('names are unique only within an organization', async () => {
  expect(await mutate(eve, 'createFolder', { name: 'Ours' })).toMatchObject({ __typename: 'Folder' });
});
