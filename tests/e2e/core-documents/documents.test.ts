import type { Client } from '@nimbusvault/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const unknown = '00000000-0000-4000-8000-00000000dead';
const invalid = (field: string) => ({ __typename: 'InvalidInput', path: [field] });

let ada: Client;
beforeAll(async () => {
  ada = (await makeOrg()).admin;
});

const write = (title: string, fields: object = {}) => mutate(ada, 'createDocument', { title, ...fields });
const update = (input: object) => mutate(ada, 'updateDocument', input);

async function archivedFolder(name: string): Promise<string> {
  const { id } = await mutate(ada, 'createFolder', { name });
  await mutate(ada, 'archiveFolder', id);
  return id;
}

describe('createDocument', () => {
  test('answers with the document, its creator and its time', async () => {
    const folder = await mutate(ada, 'createFolder', { name: 'Plans' });
    const document = await write('  A plan  ', { body: 'Go.', folderId: folder.id });
    expect(document).toMatchObject({
      __typename: 'Document',
      title: 'A plan',
      body: 'Go.',
      version: 1,
      archivedAt: null,
      folder: { id: folder.id },
      createdBy: { username: 'ada' },
    });
    expect(document.updatedAt).toBe(document.createdAt);
  });

  test('needs only a title', async () => {
    const document = await write('Bare', { body: null, folderId: null });
    expect(document).toMatchObject({ body: '', folder: null });
  });

  test.each([
    ['title', { title: ' ' }],
    ['title', { title: 'x'.repeat(256) }],
    ['title', { title: 'NUL \0' }],
    ['body', { body: 'NUL \0' }],
    ['body', { body: 'x'.repeat(100_001) }],
    ['folderId', { folderId: 'no uuid' }],
  ])('reports that the %s of %j is invalid', async (field, input) => {
    expect(await write('A title', input)).toMatchObject(invalid(field));
  });

  test('accepts the longest title and body', async () => {
    const input = { title: '🗄️'.repeat(85), body: 'x'.repeat(100_000) };
    expect(await write('', input)).toMatchObject(input);
  });

  test('needs a folder that exists and is in use', async () => {
    expect(await write('Lost', { folderId: unknown })).toMatchObject({ __typename: 'NotFound' });
    const folderId = await archivedFolder('Full');
    expect(await write('Late', { folderId })).toMatchObject({ __typename: 'Conflict' });
  });
});

describe('updateDocument', () => {
  test('changes the given fields only, and increments the version', async () => {
    const { id, createdAt, updatedAt } = await write('Old', { body: 'Kept' });
    const renamed = await update({ id, title: 'New', body: null });
    expect(renamed).toMatchObject({ title: 'New', body: 'Kept', version: 2, createdAt });
    expect(renamed.updatedAt).not.toBe(updatedAt);
    expect(await update({ id, body: '' })).toMatchObject({ title: 'New', body: '' });
  });

  test('refuses a version that is not the latest', async () => {
    const { id } = await write('Seen');
    const seen = { id, title: 'Seen again', expectedVersion: 1 };
    expect(await update(seen)).toMatchObject({ version: 2 });
    expect(await update(seen)).toMatchObject({ __typename: 'Conflict' });
  });

  test('does not change an archived document', async () => {
    const { id } = await write('Shelved');
    await mutate(ada, 'archiveDocument', id);
    const answer = await update({ id, title: 'Changed' });
    expect(answer).toMatchObject({ __typename: 'Conflict', message: expect.stringContaining('archived') });
  });

  test('reports invalid input and unknown documents', async () => {
    const { id } = await write('Here');
    expect(await update({ id, title: '' })).toMatchObject(invalid('title'));
    expect(await update({ id })).toMatchObject({ __typename: 'InvalidInput', path: [] });
    expect(await update({ id: 'no uuid', title: 'x' })).toMatchObject(invalid('id'));
    expect(await update({ id: unknown, title: 'x' })).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('archiveDocument and restoreDocument', () => {
  test('move a document out of use and back', async () => {
    const { id } = await write('There and back');
    const archived = await mutate(ada, 'archiveDocument', id);
    expect(archived).toMatchObject({ __typename: 'Document', version: 2, archivedAt: expect.any(String) });
    expect(await mutate(ada, 'archiveDocument', id)).toMatchObject({ __typename: 'Conflict' });
    const restored = await mutate(ada, 'restoreDocument', id);
    expect(restored).toMatchObject({ __typename: 'Document', version: 3, archivedAt: null });
    expect(await mutate(ada, 'restoreDocument', id)).toMatchObject({ __typename: 'Conflict' });
  });

  test.each(['archiveDocument', 'restoreDocument'] as const)('%s needs a document', async (mutation) => {
    expect(await mutate(ada, mutation, unknown)).toMatchObject({ __typename: 'NotFound' });
    expect(await mutate(ada, mutation, 'no uuid')).toMatchObject(invalid('id'));
  });

  test('a document stays archived while its folder is', async () => {
    const folder = await mutate(ada, 'createFolder', { name: 'Closed' });
    const { id } = await write('Inside', { folderId: folder.id });
    await mutate(ada, 'archiveDocument', id);
    await mutate(ada, 'archiveFolder', folder.id);
    expect(await mutate(ada, 'restoreDocument', id)).toMatchObject({ __typename: 'Conflict' });
  });
});

describe('deleteDocument', () => {
  test('answers with the deleted document', async () => {
    const { id } = await write('Over');
    expect(await mutate(ada, 'deleteDocument', id)).toMatchObject({ __typename: 'Document', title: 'Over' });
    expect(await mutate(ada, 'deleteDocument', id)).toMatchObject({ __typename: 'NotFound' });
    const { data } = await ada.query('query ($id: ID!) { document(id: $id) { id } }', { id });
    expect(data.document).toBeNull();
  });

  test('accepts archived documents too', async () => {
    const { id } = await write('Over and archived');
    await mutate(ada, 'archiveDocument', id);
    expect(await mutate(ada, 'deleteDocument', id)).toMatchObject({ __typename: 'Document' });
  });

  test('needs a uuid', async () => {
    expect(await mutate(ada, 'deleteDocument', 'no uuid')).toMatchObject(invalid('id'));
  });
});
