import { defineContext, documentTransfer, entityUpdated } from '@nimbusvault/sdk';
import { changedMeanwhile, conflict, notFound } from '../common/helpers.ts';
import { DocumentView, TransferDocumentInput, viewDocument } from '../documents/helpers.ts';
import { refuseOverQuota } from '../documents/queries.ts';
import { documents } from '../documents/service.ts';
import { findColleague } from '../users/queries.ts';

const context = defineContext({ input: TransferDocumentInput, before: DocumentView, document: DocumentView });

const checkTransfer = context.step({
  name: 'check-transfer',
  reads: ['input'],
  writes: ['before'],
  async forward({ input: { id, toUserId } }, vault) {
    const before = await documents.get(id, vault);
    if (!before) return notFound('document');
    if (!(await findColleague(toUserId, vault))) return notFound('user');
    if (before.ownerId === toUserId) return conflict('This user already owns the document.');
    return { before: viewDocument(before) };
  },
});

const letPluginsFollow = context.participants(documentTransfer, {
  name: 'let-plugins-follow',
  reads: ['input', 'before'],
  tell: ({ input, before }) => ({
    documentId: input.id,
    fromUserId: before.ownerId,
    toUserId: input.toUserId,
  }),
});

const changeOwner = context.step({
  name: 'change-owner',
  reads: ['input', 'before'],
  writes: ['document'],
  async forward({ input: { id, toUserId }, before: { ownerId, archivedAt } }, vault) {
    const full = archivedAt === null && (await refuseOverQuota(toUserId, 1, vault));
    if (full) return full;
    const document = await documents.update({ id, ownerId }, { ownerId: toUserId }, vault);
    if (!document) return changedMeanwhile('document');
    entityUpdated.fire({ entityType: 'Document', entityId: id }, vault);
    return { document: viewDocument(document) };
  },
  async rollback({ input: { id, toUserId }, before: { ownerId } }, vault) {
    await documents.update({ id, ownerId: toUserId }, { ownerId }, vault);
  },
});

/** Transfers a document to another user, together with the plugins' data about it. */
export const transferDocument = context
  .workflow('transfer-document')
  .step(checkTransfer)
  .step(letPluginsFollow)
  .step(changeOwner)
  .result(({ document }) => document);
