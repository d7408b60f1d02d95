import { defineTask, notAfter, VaultError, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { embedded } from '../../clients/embedded.ts';
import { textOf } from '../../operations.ts';
import { paddedVector, partsOf } from '../passages/helpers.ts';
import { passages } from '../passages/service.ts';
import { isMade, type DocumentText, type EntityEvent, type ModelNames } from './helpers.ts';
import { digest, type Digest } from './queries.ts';
import { summaries } from './service.ts';

/** Summarizes the newest version of a document, and cuts it into passages. */
export const summarizeDocument = defineTask('summarize-document', 1, {
  payload: z.object({ id: z.uuid() }),
  async run({ id }, vault) {
    const known = await summaries.get(id, vault);
    if (!known || isMade(known, embedded)) return;
    const { document } = await textOf.run({ id }, vault);
    if (!document || document.archivedAt)
      return forgetDocument({ entityId: id, version: document?.version }, vault);
    const parts = partsOf(document);
    const made = await digest(document, parts, embedded);
    if ('fault' in made) throw new VaultError('OUTSIDE_UNAVAILABLE', made.fault);
    await keep({ id, document, parts, ...made.value }, embedded, vault);
  },
});

interface Made extends Digest {
  readonly id: string;
  readonly document: DocumentText;
  readonly parts: readonly string[];
}

/** Writes what was made of a document, unless it was forgotten meanwhile, or a newer version was summarized. */
async function keep({ id, document, parts, text, vectors }: Made, models: ModelNames, vault: Vault) {
  const { version, title } = document;
  const { chatModel: model, embeddingModel: vectorModel } = models;
  const where = { id, version: notAfter(version) };
  if ((await summaries.bulkUpdate(where, { version, text, model, vectorModel }, vault)) === 0) return;
  await passages.bulkDelete({ documentId: id }, vault);
  const rows = parts.map((part, at) => ({
    documentId: id,
    title,
    text: part,
    embedding: paddedVector(vectors[at] ?? []),
    embeddingModel: vectorModel,
  }));
  await passages.bulkCreate(rows, vault);
}

/** Notes the newest version of a document, and has it summarized. Events may come late: a newer version stays. */
export async function noteVersion({ entityType, entityId: id, version = 1 }: EntityEvent, vault: Vault) {
  if (entityType !== 'Document') return;
  const noted = await summaries.bulkUpdate({ id, newest: notAfter(version) }, { newest: version }, vault);
  if (noted === 0) {
    if (await summaries.get(id, vault)) return;
    await summaries.create({ id, newest: version, version: 0 }, vault);
  }
  summarizeDocument.enqueue({ id }, vault);
}

/** Forgets a document that is archived or deleted, unless a newer version of it was heard of. */
export async function forgetDocument({ entityId, version }: Omit<EntityEvent, 'entityType'>, vault: Vault) {
  const newest = version === undefined ? undefined : notAfter(version);
  if ((await summaries.bulkDelete({ id: entityId, newest }, vault)) === 0) return;
  await passages.bulkDelete({ documentId: entityId }, vault);
}
