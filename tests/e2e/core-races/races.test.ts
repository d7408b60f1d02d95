import type { Client } from '@nimbusvault/testing';
import { beforeAll, expect, test } from 'vitest';
import { mutate, type Member } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const contenders = 8;

let ada: Client;
beforeAll(async () => {
  ada = (await makeOrg()).admin;
});

/** The number of answers with each member of the union when all contenders act at once. */
async function race(act: (contender: number) => Promise<Member>): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: contenders }, (_, contender) => act(contender)));
  const types = Object.groupBy(answers, ({ __typename }) => __typename);
  return Object.fromEntries(Object.entries(types).map(([type, members = []]) => [type, members.length]));
}

test('one of many contenders creates a user with a name', async () => {
  const answers = await race(() => mutate(ada, 'createUser', { username: 'grace' }));
  expect(answers).toEqual({ User: 1, Conflict: contenders - 1 });
});

test('one of many contenders creates a folder with a name', async () => {
  const answers = await race(() => mutate(ada, 'createFolder', { name: 'Handbook' }));
  expect(answers).toEqual({ Folder: 1, Conflict: contenders - 1 });
});

test('one of many contenders changes the version that all have read', async () => {
  const { id } = await mutate(ada, 'createDocument', { title: 'Contended' });
  const answers = await race((contender) =>
    mutate(ada, 'updateDocument', { id, title: `Changed by ${contender}`, expectedVersion: 1 }),
  );
  expect(answers).toEqual({ Document: 1, Conflict: contenders - 1 });
  const { data } = await ada.query('query ($id: ID!) { document(id: $id) { version } }', { id });
  expect(data.document.version).toBe(2);
});

test('one of many contenders archives, restores and deletes a document', async () => {
  const { id } = await mutate(ada, 'createDocument', { title: 'Contended' });
  expect(await race(() => mutate(ada, 'archiveDocument', id))).toMatchObject({ Document: 1 });
  expect(await race(() => mutate(ada, 'restoreDocument', id))).toMatchObject({ Document: 1 });
  const deleted = await race(() => mutate(ada, 'deleteDocument', id));
  expect(deleted).toEqual({ Document: 1, NotFound: contenders - 1 });
});

test('no document is created or restored in a folder that is being archived', async () => {
  const { id: folderId } = await mutate(ada, 'createFolder', { name: 'Closing' });
  const [created, closed] = await Promise.all([
    race((number) => mutate(ada, 'createDocument', { title: `Document ${number}`, folderId })),
    mutate(ada, 'archiveFolder', folderId),
  ]);
  expect(closed).toMatchObject({ __typename: 'Folder', archivedAt: expect.any(String) });
  const counts = `query ($id: ID!) { folder(id: $id) {
    documents { totalCount } archived: documents(archived: true) { totalCount }
  } }`;
  const { folder } = (await ada.query(counts, { id: folderId })).data;
  expect(folder).toEqual({
    documents: { totalCount: 0 },
    archived: { totalCount: created['Document'] ?? 0 },
  });
});
