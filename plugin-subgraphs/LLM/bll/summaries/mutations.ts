import {
  defineSchedule,
  defineTask,
  notAfter,
  Permanent,
  RetryAfter,
  settingsOf,
  type Vault,
} from '@nimbusvault/sdk';
import { z } from 'zod';
import { modelsOf, type Models } from '../../clients/models.ts';
import { oldestDocuments, textOf } from '../../operations.ts';
import type { settings } from '../../settings.ts';
import { nextDayAfter } from '../budget/helpers.ts';
import { spend } from '../budget/mutations.ts';
import { paddedVector, partsOf } from '../passages/helpers.ts';
import { passages } from '../passages/service.ts';
import { isBy, isMade, tokensFor, type DocumentText, type EntityEvent, type ModelNames } from './helpers.ts';
import { summaries } from './service.ts';

const tries = 8;
const firstDelayMs = 500;
const withinMs = 300_000;

/** Summarizes the newest version of a document, and cuts it into passages. It counts its tries, because each may be paid. */
export const summarizeDocument = defineTask('summarize-document', 1, {
  payload: z.object({ id: z.uuid() }),
  checkpoint: z.object({ tried: z.int() }),
  async run({ id }, state, vault) {
    const known = await summaries.get(id, vault);
    if (!known || isMade(known, modelsOf(vault))) return;
    const { document } = await textOf.run({ id }, vault);
    if (!document || document.archivedAt)
      return forgetDocument({ entityId: id, version: document?.version }, vault);
    const parts = partsOf(document);
    const tokens = tokensFor(document, settingsOf<typeof settings>(vault));
    const tried = (state?.tried ?? 0) + 1;
    const commit = () => vault.checkpoint({ tried });
    const run = async (models: Models) => ({
      models,
      text: document.body.trim() === '' ? null : await models.summarize(document),
      vectors: await models.embed(parts.map((part) => `${document.title}\n${part}`)),
    });
    const made = await spend({ tokens, withinMs, commit, run }, vault).catch((error: unknown) =>
      giveUpOrWait(error, tried),
    );
    if (!made) throw new RetryAfter(nextDayAfter(Date.now()) - Date.now(), 'Too few tokens are left today.');
    await keep({ id, document, parts, ...made }, vault);
  },
});

function giveUpOrWait(error: unknown, tried: number): never {
  const { message, retryAfterMs = 0 } = error as Error & { readonly retryAfterMs?: number };
  if (tried >= tries) throw new Permanent(message, { cause: error });
  throw new RetryAfter(Math.max(retryAfterMs, firstDelayMs * 2 ** (tried - 1)), message);
}

interface Made {
  readonly id: string;
  readonly document: DocumentText;
  readonly parts: readonly string[];
  readonly models: ModelNames;
  readonly text: string | null;
  readonly vectors: readonly (readonly number[])[];
}

/** Writes what was made of a document, unless it was forgotten meanwhile, or a newer version was summarized. */
async function keep({ id, document, parts, models, text, vectors }: Made, vault: Vault): Promise<void> {
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

/** Has documents summarized of which no event came, because they are older than the plugin, and those that other models have summarized. */
export const catchUp = defineTask('catch-up', 1, {
  payload: z.object({}),
  checkpoint: z.object({ after: z.string() }),
  async run(_, state, vault) {
    const models = modelsOf(vault);
    for (let after = state?.after ?? null; ;) {
      const { edges, pageInfo } = (await oldestDocuments.run({ after }, vault)).documents;
      const ids = edges.map(({ node }) => node.id);
      const { rows } = await summaries.filter({ where: { id: ids }, first: 100 }, vault);
      const settled = new Set(
        rows.filter((row) => row.version === 0 || isBy(row, models)).map(({ id }) => id),
      );
      const left = edges.filter(({ node }) => !settled.has(node.id));
      await summaries.bulkUpdate({ id: left.map(({ node }) => node.id) }, { version: 0 }, vault);
      for (const { node } of left)
        await noteVersion({ entityType: 'Document', entityId: node.id, version: node.version }, vault);
      if (left.length === 0 || !pageInfo.hasNextPage || !pageInfo.endCursor) return;
      after = pageInfo.endCursor;
      await vault.checkpoint({ after });
    }
  },
});

/** Its first page is the oldest: mostly it is settled, and the run ends there. */
export const everyFiveMinutes = defineSchedule(
  'every-five-minutes',
  { cron: '*/5 * * * *', timeZone: 'UTC', missed: 'skip', payload: () => ({}) },
  catchUp,
);
