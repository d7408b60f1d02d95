import { connection, isSet, settingsOf, type ListArgs, type Vault } from '@nimbusvault/sdk';
import type { settings } from '../../settings.ts';
import type { Document } from '../../entities/Document.ts';
import { conflict } from '../common/helpers.ts';
import { viewDocument } from './helpers.ts';
import { documents } from './service.ts';

interface DocumentFilter {
  readonly folderId?: string | null;
  readonly archived?: boolean | null;
}

const readAtOnce = 100;

/** Newest first; of one folder or of all, those in use or the archived ones. */
export async function listDocuments({ folderId, archived }: DocumentFilter, asked: ListArgs, vault: Vault) {
  const where = { folderId: folderId ?? undefined, archivedAt: archived ? isSet() : null };
  const rows = await documents.filter({ asked, where, orderBy: { createdAt: 'desc' } }, vault);
  return connection(rows, viewDocument);
}

export async function findDocument(id: string, vault: Vault) {
  const document = await documents.get(id, vault);
  return document && viewDocument(document);
}

/** A conflict if its owner would have too many documents in use. */
export async function refuseOverQuota(ownerId: string | null, more: number, vault: Vault) {
  const { documentQuota } = settingsOf<typeof settings>(vault);
  if (documentQuota === null || ownerId === null) return undefined;
  const owned = await countInUse(ownerId, vault);
  if (owned + more <= documentQuota) return undefined;
  return conflict(
    `The owner would have ${owned + more} documents in use, but may have ${documentQuota}. Archive some first.`,
  );
}

/** Returns the number of documents in use that a user owns. */
export async function countInUse(ownerId: string, vault: Vault): Promise<number> {
  const page = await documents.filter({ where: { ownerId, archivedAt: null }, first: 1 }, vault);
  return page.totalCount();
}

/** Returns the ids and versions of all documents that were archived together with a folder. */
export async function versionsArchivedWith(archivedWith: string, vault: Vault) {
  return allVersions({ archivedWith }, vault);
}

/** Returns the current versions of documents. */
export async function versionsOf(ids: readonly string[], vault: Vault) {
  return allVersions({ id: ids }, vault);
}

/** Returns the ids of all documents of an owner, including archived ones. */
export async function idsOwnedBy(ownerId: string, vault: Vault): Promise<string[]> {
  return (await allVersions({ ownerId }, vault)).map(({ id }) => id);
}

type Selection = { archivedWith: string } | { ownerId: string } | { id: readonly string[] };

async function allVersions(
  where: Selection,
  vault: Vault,
): Promise<readonly Pick<Document, 'id' | 'version'>[]> {
  const found: Pick<Document, 'id' | 'version'>[] = [];
  for (let after: string | undefined; ;) {
    const page = await documents.filter({ where, first: readAtOnce, after }, vault);
    found.push(...page.rows.map(({ id, version }) => ({ id, version })));
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage) return found;
    after = page.cursorOf(last);
  }
}
