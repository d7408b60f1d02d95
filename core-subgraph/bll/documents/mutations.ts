import {
  defineContext,
  documentDeleting,
  entityArchived,
  entityCreated,
  entityDeleted,
  entityRestored,
  entityUpdated,
  outcome,
  type Vault,
} from '@nimbusvault/sdk';
import type { Document } from '../../entities/Document.ts';
import { changedMeanwhile, conflict, IdInput, notFound } from '../common/helpers.ts';
import { holdFolder } from '../folders/mutations.ts';
import {
  columnsOf,
  CreateDocumentInput,
  DocumentView,
  eventOf,
  UpdateDocumentInput,
  viewDocument,
} from './helpers.ts';
import { refuseOverQuota } from './queries.ts';
import { documents } from './service.ts';

const creating = defineContext({ input: CreateDocumentInput, document: DocumentView });

const insertDocument = creating.step({
  name: 'insert-document',
  reads: ['input'],
  writes: ['document'],
  async forward({ input: { title, body, folderId } }, vault) {
    const refusal = folderId && (await holdFolder(folderId, vault));
    if (refusal) return refusal;
    const full = await refuseOverQuota(vault.userId, 1, vault);
    if (full) return full;
    const now = new Date();
    const written = { createdBy: vault.userId, ownerId: vault.userId, createdAt: now, updatedAt: now };
    const document = await documents.create({ title, body: body ?? '', folderId, ...written }, vault);
    entityCreated.fire(eventOf(document), vault);
    return { document: viewDocument(document) };
  },
  async rollback({ document }, vault) {
    await documents.delete(document.id, vault);
  },
});

export const createDocument = creating
  .workflow('create-document')
  .step(insertDocument)
  .result(({ document }) => document);

const updating = defineContext({ input: UpdateDocumentInput, before: DocumentView, document: DocumentView });

const rewriteDocument = updating.step({
  name: 'rewrite-document',
  reads: ['input'],
  writes: ['before', 'document'],
  async forward({ input: { id, expectedVersion, title, body } }, vault) {
    const before = await documents.get(id, vault);
    if (!before) return notFound('document');
    if (before.archivedAt) return conflict('This document is archived. Restore it first.');
    const seen = expectedVersion ?? before.version;
    if (seen !== before.version) return changedMeanwhile('document');
    const changes = { title: title ?? before.title, body: body ?? before.body, updatedAt: new Date() };
    const changed = await changeAsSeen(before, changes, vault);
    if ('document' in changed) entityUpdated.fire(eventOf(changed.document), vault);
    return changed;
  },
  rollback: putBack,
});

export const updateDocument = updating
  .workflow('update-document')
  .step(rewriteDocument)
  .result(({ document }) => document);

const archiving = defineContext({ input: IdInput, before: DocumentView, document: DocumentView });

const archiveRow = archiving.step({
  name: 'archive-document',
  reads: ['input'],
  writes: ['before', 'document'],
  async forward({ input: { id } }, vault) {
    const before = await documents.get(id, vault);
    if (!before) return notFound('document');
    if (before.archivedAt) return conflict('This document is already archived.');
    const changed = await changeAsSeen(before, { archivedAt: new Date() }, vault);
    if ('document' in changed) entityArchived.fire(eventOf(changed.document), vault);
    return changed;
  },
  rollback: putBack,
});

export const archiveDocument = archiving
  .workflow('archive-document')
  .step(archiveRow)
  .result(({ document }) => document);

const restoreRow = archiving.step({
  name: 'restore-document',
  reads: ['input'],
  writes: ['before', 'document'],
  async forward({ input: { id } }, vault) {
    const before = await documents.get(id, vault);
    if (!before) return notFound('document');
    if (!before.archivedAt) return conflict('This document is not archived.');
    const refusal = before.folderId && (await holdFolder(before.folderId, vault));
    if (refusal) return refusal;
    const changed = await changeAsSeen(before, { archivedAt: null, archivedWith: null }, vault);
    if ('document' in changed) entityRestored.fire(eventOf(changed.document), vault);
    return changed;
  },
  rollback: putBack,
});

export const restoreDocument = archiving
  .workflow('restore-document')
  .step(restoreRow)
  .result(({ document }) => document);

const deleting = defineContext({ input: IdInput, document: DocumentView });

const askPlugins = deleting.step({
  name: 'ask-plugins',
  reads: ['input'],
  writes: [],
  async forward({ input: { id } }, vault) {
    if (!(await documents.get(id, vault))) return notFound('document');
    const [objection] = await documentDeleting.ask({ documentId: id }, vault);
    return objection && outcome('Objection', objection);
  },
});

const deleteRow = deleting.step({
  name: 'delete-document',
  reads: ['input'],
  writes: ['document'],
  async forward({ input: { id } }, vault) {
    const document = await documents.get(id, vault);
    if (!document || !(await documents.delete(id, vault))) return notFound('document');
    entityDeleted.fire(eventOf(document), vault);
    return { document: viewDocument(document) };
  },
  async rollback({ document }, vault) {
    const { id, version } = document;
    await documents.create({ ...columnsOf(document), id, version }, vault);
  },
});

export const deleteDocument = deleting
  .workflow('delete-document', 2)
  .step(askPlugins)
  .step(deleteRow)
  .result(({ document }) => document);

/** Changes a document that has not changed since it was read; otherwise a conflict. */
async function changeAsSeen(seen: Document, changes: Partial<Document>, vault: Vault) {
  const document = await documents.update({ id: seen.id, version: seen.version }, changes, vault);
  if (!document) return changedMeanwhile('document');
  return { before: viewDocument(seen), document: viewDocument(document) };
}

/** Undoes a change, unless somebody has changed the document since. */
async function putBack({ before, document }: Change, vault: Vault) {
  await documents.update({ id: document.id, version: document.version }, columnsOf(before), vault);
}

interface Change {
  readonly before: DocumentView;
  readonly document: DocumentView;
}
