import { ifError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { Vault } from '@nimbusvault/sdk';
import { openInMemory, testTask, withGraph } from '@nimbusvault/testing';
import { passages } from '../bll/passages/service.ts';
import { forgetDocument, noteVersion, summarizeDocument } from '../bll/summaries/mutations.ts';
import { readSummary } from '../bll/summaries/queries.ts';
import { LLM } from '../LLM.ts';

export const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;
export const hal = { ...ada, org: 'globex' } as const;

interface Written {
  readonly title?: string;
  readonly body?: string;
  readonly version?: number;
  readonly archivedAt?: string | null;
}

/** A document in core, which a test may change, and the plugin that hears of it. */
export function makeDesk(written: Written = {}, bare: Vault = openInMemory(LLM).vaultFor(ada)) {
  const first: Written | null = { title: 'Launch 7', body: '', version: 1, archivedAt: null, ...written };
  const core: { document: Written | null } = { document: first };
  const vault = withGraph({ ...bare, transaction: { outbox: [] } }, async () => ({ ...core }));
  const id = randomUUID();
  return {
    id,
    core,
    note: (version: number, entityType = 'Document') =>
      noteVersion({ entityType, entityId: id, version }, vault),
    forget: (version?: number) => forgetDocument({ entityId: id, version }, vault),
    summarize: (how: { readonly state?: object; readonly killAfter?: number } = {}) =>
      testTask(summarizeDocument, { payload: { id }, vault, ...how }),
    summary: () => readSummary(id, bare),
    parts: async () => (await passages.filter({ where: { documentId: id }, first: 100 }, bare)).rows,
  };
}

/** The id of a document that is written and summarized. */
export async function writeDocument(title: string, body: string, vault: Vault): Promise<string> {
  const desk = makeDesk({ title, body }, vault);
  await desk.note(1);
  ifError((await desk.summarize()).error);
  return desk.id;
}
