import {
  currentRun,
  defineContext,
  documentTransfer,
  entityUpdated,
  isUnderWay,
  type Vault,
} from '@nimbusvault/sdk';
import { changedMeanwhile, conflict, notFound } from '../common/helpers.ts';
import { DocumentView, TransferDocumentInput, viewDocument, eventOf } from '../documents/helpers.ts';
import { refuseOverQuota } from '../documents/queries.ts';
import { documents } from '../documents/service.ts';
import { holdUsers, leaving, refuseLeaver } from '../users/mutations.ts';
import { documentTransfers } from './service.ts';

const context = defineContext({ input: TransferDocumentInput, before: DocumentView, document: DocumentView });

const beginTransfer = context.step({
  name: 'begin-transfer',
  reads: ['input'],
  writes: ['before'],
  async forward({ input: { id, toUserId } }, vault) {
    const before = await documents.get(id, vault);
    if (!before) return notFound('document');
    const { ownerId: fromUserId = null } = before;
    const people = await holdUsers([toUserId, fromUserId ?? toUserId], vault);
    const recipient = people.get(toUserId);
    if (!recipient) return notFound('user');
    if (recipient.leavingTo) return leaving(recipient);
    const refusal = (await refuseLeaver(people, vault)) ?? (await refuseTransferred(id, vault));
    if (refusal) return refusal;
    if (fromUserId === toUserId) return conflict('This user already owns the document.');
    await documentTransfers.create({ id, fromUserId, toUserId, run: currentRun(vault) }, vault);
    return { before: viewDocument(before) };
  },
  async rollback({ input: { id } }, vault) {
    await documentTransfers.delete(id, vault);
  },
});

/** A conflict while another run transfers the document. One that an operator has closed counts no more. */
async function refuseTransferred(id: string, vault: Vault) {
  const transfer = await documentTransfers.get({ id }, vault);
  if (!transfer) return undefined;
  if (await isUnderWay(transfer.run, vault)) return conflict('This document is being transferred already.');
  await documentTransfers.delete(id, vault);
  return undefined;
}

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
    await documentTransfers.delete(id, vault);
    entityUpdated.fire(eventOf(document), vault);
    return { document: viewDocument(document) };
  },
  async rollback({ input: { id, toUserId }, before: { ownerId } }, vault) {
    await documentTransfers.create({ id, fromUserId: ownerId, toUserId, run: currentRun(vault) }, vault);
    await documents.update({ id, ownerId: toUserId }, { ownerId }, vault);
  },
});

/** Transfers a document to another user, together with the plugins' data about it. */
export const transferDocument = context
  .workflow('transfer-document', 2)
  .step(beginTransfer)
  .step(letPluginsFollow)
  .step(changeOwner)
  .result(({ document }) => document);
