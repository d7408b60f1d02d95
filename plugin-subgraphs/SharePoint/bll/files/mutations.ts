import { defineThread, isSet, notAfter, settingsOf, VaultError, type Vault } from '@nimbusvault/sdk';
import { download, fetchItem, type DriveItem, type FullItem } from '../../clients/sharePoint.ts';
import type { SharePointFile } from '../../entities/SharePointFile.ts';
import { archiveDocument, createDocument, restoreDocument, updateDocument } from '../../operations.ts';
import type { settings } from '../../settings.ts';
import type { readText } from '../texts/helpers.ts';
import { bodyOf, decode, kindOf, pathOf, titleOf } from './helpers.ts';
import { files } from './service.ts';

const reading = defineThread<Parameters<typeof readText>[0], string>(
  new URL('../texts/helpers.ts', import.meta.url),
  'readText',
  { memoryMb: 256, limitMs: 30_000 },
);

/** A drive that is followed, since when, and the way to commit what was done, and this many files more. */
interface Place {
  readonly siteId: string;
  readonly driveId: string;
  readonly seenAt: Date;
  commit(more: number): Promise<void>;
}

/** Follows an item of a drive with its document. */
export async function followItem(item: DriveItem, place: Place, vault: Vault): Promise<void> {
  const { siteId, driveId, seenAt } = place;
  const where = { siteId, driveId, itemId: item.id };
  const file = await files.get(where, vault);
  if (item.deleted != null) return leaveFile(file, place, vault);
  const full = isNews(item, file) ? await fetchItem(driveId, item.id, vault) : undefined;
  if (!full) return;
  const changes = { ...(await readItem(full, file, vault)), seenAt };
  const kept = file
    ? await files.update(file.id, changes, vault)
    : await files.create({ ...where, ...changes }, vault);
  await settleCommitted(kept, place, vault);
}

/** Archives the documents of a drive's files that were not seen since it was listed anew. */
export async function leaveUnseen(place: Place, vault: Vault): Promise<void> {
  const { siteId, driveId, seenAt } = place;
  const where = { siteId, driveId, isGone: false, seenAt: notAfter(new Date(seenAt.getTime() - 1)) };
  const { rows } = await files.filter({ where, first: 100 }, vault);
  for (const file of rows) await leaveFile(file, place, vault);
  if (rows.length > 0) await leaveUnseen(place, vault);
}

export async function markSeen(items: readonly DriveItem[], place: Place, vault: Vault): Promise<void> {
  const { siteId, driveId, seenAt } = place;
  await files.bulkUpdate({ siteId, driveId, itemId: items.map(({ id }) => id) }, { seenAt }, vault);
}

/** Does what was committed for documents of the site, and is not known to be done. */
export async function settleSite(siteId: string, vault: Vault): Promise<void> {
  const { rows } = await files.filter({ where: { siteId, intent: isSet() }, first: 100 }, vault);
  for (const file of rows) await settle(file, vault);
}

async function leaveFile(file: SharePointFile | null, place: Place, vault: Vault): Promise<void> {
  if (!file || file.isGone) return;
  const intent = file.documentId ? 'archive' : null;
  const kept = await files.update(file.id, { isGone: true, problem: null, intent }, vault);
  await settleCommitted(kept, place, vault);
}

/** Commits the intent before core is asked: a retry, or the next import, asks for the very same. */
async function settleCommitted(file: SharePointFile | null, place: Place, vault: Vault): Promise<void> {
  await place.commit(1);
  if (!file?.intent) return;
  await settle(file, vault);
  await place.commit(0);
}

async function settle(file: SharePointFile, vault: Vault): Promise<void> {
  const { answer } = await changeDocument(file, vault);
  const refusal = 'message' in answer && file.intent !== 'archive' ? answer.message.slice(0, 500) : null;
  const documentId = file.documentId ?? ('id' in answer ? answer.id : null);
  await files.update(file.id, { documentId, problem: refusal, intent: null, body: null }, vault);
}

async function changeDocument(
  { id: fileId, documentId, intent, eTag, path, body = null }: SharePointFile,
  vault: Vault,
) {
  const title = titleOf(path);
  const id = documentId ?? '';
  if (intent === 'create')
    return createDocument.run({ title, body: body ?? '' }, vault, { once: `${fileId} ${eTag}` });
  if (intent === 'archive') return archiveDocument.run({ id }, vault);
  if (intent === 'restore') await restoreDocument.run({ id }, vault);
  return updateDocument.run({ id, title, body }, vault);
}

function intentFor(file: SharePointFile | null): string {
  if (!file?.documentId) return 'create';
  return file.isGone ? 'restore' : 'update';
}

function isNews(item: DriveItem, file: SharePointFile | null): boolean {
  if (item.file == null || kindOf(item.name) === undefined) return false;
  return file?.eTag !== item.eTag || file.isGone;
}

/** The row of an item; its text is read unless only its name or its place has changed. */
async function readItem(item: FullItem, file: SharePointFile | null, vault: Vault) {
  const { eTag, cTag, webUrl, name, parentReference } = item;
  const isRead = file?.documentId != null && file.problem == null && file.cTag === cTag;
  const text = isRead ? { body: null, isCut: file.isCut } : await textOf(item, vault);
  const intent = 'problem' in text ? null : intentFor(file);
  const path = pathOf(parentReference.path, name);
  return { problem: null, ...text, intent, path, eTag, cTag, webUrl, isGone: false };
}

async function textOf(item: FullItem, vault: Vault) {
  const { maxFileBytes } = settingsOf<typeof settings>(vault);
  const kind = kindOf(item.name) ?? '';
  if (item.size > maxFileBytes) return unreadable(`It has more than ${maxFileBytes} bytes.`);
  try {
    const bytes = await download(item, vault);
    return bodyOf(['md', 'txt'].includes(kind) ? decode(bytes) : await reading.run({ kind, bytes }, vault));
  } catch (error) {
    if (error instanceof VaultError && /^(THREAD_FAILED|OUTSIDE_(ANSWER_INVALID|REFUSED))$/.test(error.code))
      return unreadable(error.message);
    throw error;
  }
}

function unreadable(problem: string) {
  return { body: null, isCut: false, problem: problem.slice(0, 500) };
}
