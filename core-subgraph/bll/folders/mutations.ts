import { defineContext, entityArchived, entityCreated, entityRestored, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { changedMeanwhile, conflict, IdInput, notFound } from '../common/helpers.ts';
import { eventOf } from '../documents/helpers.ts';
import { versionsArchivedWith, versionsOf } from '../documents/queries.ts';
import { documents } from '../documents/service.ts';
import { CreateFolderInput, FolderView, viewFolder } from './helpers.ts';
import { folders } from './service.ts';

const creating = defineContext({ input: CreateFolderInput, folder: FolderView });

const insertFolder = creating.step({
  name: 'insert-folder',
  reads: ['input'],
  writes: ['folder'],
  async forward({ input: { name } }, vault) {
    if (await isNameTaken(name, vault)) return nameTaken(name);
    const folder = await folders.create({ name }, vault);
    entityCreated.fire({ entityType: 'Folder', entityId: folder.id }, vault);
    return { folder: viewFolder(folder) };
  },
  async rollback({ folder }, vault) {
    await folders.delete(folder.id, vault);
  },
});

export const createFolder = creating
  .workflow('create-folder')
  .step(insertFolder)
  .result(({ folder }) => folder);

const shelving = defineContext({
  input: IdInput,
  folder: FolderView,
  archivedAt: z.iso.datetime(),
  documentIds: z.array(z.uuid()),
});

const archiveRow = shelving.step({
  name: 'archive-folder',
  reads: ['input'],
  writes: ['folder', 'archivedAt'],
  async forward({ input: { id } }, vault) {
    const archivedAt = new Date();
    const folder = await folders.update({ id, archivedAt: null }, { archivedAt }, vault);
    if (!folder) return whyNotInUse(id, vault);
    entityArchived.fire({ entityType: 'Folder', entityId: id }, vault);
    return { folder: viewFolder(folder), archivedAt: archivedAt.toISOString() };
  },
  async rollback({ folder: { id }, archivedAt }, vault) {
    await folders.update({ id, archivedAt: new Date(archivedAt) }, { archivedAt: null }, vault);
  },
});

const archiveDocuments = shelving.step({
  name: 'archive-documents',
  reads: ['folder', 'archivedAt'],
  writes: [],
  async forward({ folder: { id }, archivedAt }, vault) {
    const changes = { archivedAt: new Date(archivedAt), archivedWith: id };
    await documents.bulkUpdate({ folderId: id, archivedAt: null }, changes, vault);
    for (const document of await versionsArchivedWith(id, vault))
      entityArchived.fire(eventOf(document), vault);
  },
  async rollback({ folder: { id }, archivedAt }, vault) {
    const taken = { archivedWith: id, archivedAt: new Date(archivedAt) };
    await documents.bulkUpdate(taken, { archivedAt: null, archivedWith: null }, vault);
  },
});

export const archiveFolder = shelving
  .workflow('archive-folder')
  .step(archiveRow)
  .step(archiveDocuments)
  .result(({ folder }) => folder);

const restoreRow = shelving.step({
  name: 'restore-folder',
  reads: ['input'],
  writes: ['folder', 'archivedAt'],
  async forward({ input: { id } }, vault) {
    const before = await folders.get(id, vault);
    if (!before) return notFound('folder');
    const { name, archivedAt } = before;
    if (!archivedAt) return conflict('This folder is not archived.');
    if (await isNameTaken(name, vault)) return nameTaken(name);
    const folder = await folders.update({ id, archivedAt }, { archivedAt: null }, vault);
    if (!folder) return changedMeanwhile('folder');
    entityRestored.fire({ entityType: 'Folder', entityId: id }, vault);
    return { folder: viewFolder(folder), archivedAt: archivedAt.toISOString() };
  },
  async rollback({ folder: { id }, archivedAt }, vault) {
    await folders.update({ id, archivedAt: null }, { archivedAt: new Date(archivedAt) }, vault);
  },
});

const restoreDocuments = shelving.step({
  name: 'restore-documents',
  reads: ['folder', 'archivedAt'],
  writes: ['documentIds'],
  async forward({ folder: { id } }, vault) {
    const documentIds = (await versionsArchivedWith(id, vault)).map((document) => document.id);
    await documents.bulkUpdate({ archivedWith: id }, { archivedAt: null, archivedWith: null }, vault);
    for (const document of await versionsOf(documentIds, vault))
      entityRestored.fire(eventOf(document), vault);
    return { documentIds };
  },
  async rollback({ folder: { id }, archivedAt, documentIds }, vault) {
    const changes = { archivedAt: new Date(archivedAt), archivedWith: id };
    await documents.bulkUpdate({ id: documentIds, archivedAt: null }, changes, vault);
  },
});

export const restoreFolder = shelving
  .workflow('restore-folder')
  .step(restoreRow)
  .step(restoreDocuments)
  .result(({ folder }) => folder);

/** Prevents a folder from being archived until the open transaction ends; returns the reason if it cannot be used. */
export async function holdFolder(id: string, vault: Vault) {
  // An update that changes nothing: it takes the row's lock, which archiving waits for.
  const held = await folders.update({ id, archivedAt: null }, { archivedAt: null }, vault);
  return held ? undefined : whyNotInUse(id, vault);
}

async function whyNotInUse(id: string, vault: Vault) {
  return (await folders.get(id, vault)) ? conflict('The folder is archived.') : notFound('folder');
}

async function isNameTaken(name: string, vault: Vault): Promise<boolean> {
  return (await folders.get({ name, archivedAt: null }, vault)) !== null;
}

function nameTaken(name: string) {
  return conflict(`A folder "${name}" already exists.`);
}
