import { connection, isSet, type PageArgs, type Vault } from '@nimbusvault/sdk';
import { viewDocument } from './helpers.ts';
import { documents } from './service.ts';

interface DocumentFilter {
  readonly folderId?: string | null;
  readonly archived?: boolean | null;
}

const readAtOnce = 100;

/** Newest first; of one folder or of all, those in use or the archived ones. */
export async function listDocuments({ folderId, archived }: DocumentFilter, page: PageArgs, vault: Vault) {
  const where = { folderId: folderId ?? undefined, archivedAt: archived ? isSet() : null };
  const rows = await documents.filter({ ...page, where, orderBy: { createdAt: 'desc' } }, vault);
  return connection(rows, viewDocument);
}

export async function findDocument(id: string, vault: Vault) {
  const document = await documents.get(id, vault);
  return document && viewDocument(document);
}

/** The ids of all documents that were archived together with a folder. */
export async function idsArchivedWith(folderId: string, vault: Vault): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await documents.filter(
      { where: { archivedWith: folderId }, first: readAtOnce, after },
      vault,
    );
    ids.push(...page.rows.map(({ id }) => id));
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage) return ids;
    after = page.cursorOf(last);
  }
}
