import type { Client } from '@nimbusvault/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const unknown = '00000000-0000-4000-8000-00000000dead';

let ada: Client;
beforeAll(async () => {
  ada = (await makeOrg()).admin;
});

const holding = (...ids: string[]) => ({
  totalCount: ids.length,
  edges: ids.map((id) => ({ node: { id } })),
});

describe('createFolder', () => {
  test('answers with the folder', async () => {
    const folder = await mutate(ada, 'createFolder', { name: ' Handbook ' });
    expect(folder).toMatchObject({ __typename: 'Folder', name: 'Handbook', archivedAt: null });
    expect(folder.documents).toEqual(holding());
  });

  test('accepts a name only once among the folders in use', async () => {
    const { id } = await mutate(ada, 'createFolder', { name: 'Reports' });
    expect(await mutate(ada, 'createFolder', { name: 'Reports' })).toMatchObject({ __typename: 'Conflict' });
    await mutate(ada, 'archiveFolder', id);
    expect(await mutate(ada, 'createFolder', { name: 'Reports' })).toMatchObject({ __typename: 'Folder' });
    expect(await mutate(ada, 'restoreFolder', id)).toMatchObject({ __typename: 'Conflict' });
  });

  test.each(['', '  ', 'x'.repeat(256), 'NUL \0'])('reports that %j is not a valid name', async (name) => {
    const answer = await mutate(ada, 'createFolder', { name });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', path: ['name'] });
  });
});

describe('archiveFolder and restoreFolder', () => {
  test('archive the documents that were in use, and restore those', async () => {
    const folder = await mutate(ada, 'createFolder', { name: 'Projects' });
    const before = await mutate(ada, 'createDocument', { title: 'Archived before', folderId: folder.id });
    await mutate(ada, 'archiveDocument', before.id);
    const along = await mutate(ada, 'createDocument', { title: 'Archived along', folderId: folder.id });

    const archived = await mutate(ada, 'archiveFolder', folder.id);
    expect(archived).toMatchObject({ __typename: 'Folder', archivedAt: expect.any(String) });
    expect(archived).toMatchObject({ documents: holding(), archived: holding(along.id, before.id) });
    expect(await mutate(ada, 'archiveFolder', folder.id)).toMatchObject({ __typename: 'Conflict' });

    const restored = await mutate(ada, 'restoreFolder', folder.id);
    expect(restored).toMatchObject({ __typename: 'Folder', archivedAt: null });
    expect(restored).toMatchObject({ documents: holding(along.id), archived: holding(before.id) });
    expect(await mutate(ada, 'restoreFolder', folder.id)).toMatchObject({ __typename: 'Conflict' });
  });

  test('do so with more documents than one page', async () => {
    const { id: folderId } = await mutate(ada, 'createFolder', { name: 'Full' });
    const titles = Array.from({ length: 105 }, (_, index) => `Document ${index}`);
    await Promise.all(titles.map((title) => mutate(ada, 'createDocument', { title, folderId })));
    const { archived } = await mutate(ada, 'archiveFolder', folderId);
    expect(archived).toMatchObject({ totalCount: 105 });
    const { documents } = await mutate(ada, 'restoreFolder', folderId);
    expect(documents).toMatchObject({ totalCount: 105 });
  });

  test.each(['archiveFolder', 'restoreFolder'] as const)('%s needs a folder', async (mutation) => {
    expect(await mutate(ada, mutation, unknown)).toMatchObject({ __typename: 'NotFound' });
    const answer = await mutate(ada, mutation, 'no uuid');
    expect(answer).toMatchObject({ __typename: 'InvalidInput', path: ['id'] });
  });
});
