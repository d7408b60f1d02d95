import { connection, type PageArgs, type Vault } from '@nimbusvault/sdk';
import { viewBookmark } from './helpers.ts';
import { bookmarks } from './service.ts';

/** Newest first; all of the organization's, or one user's. */
export async function listBookmarks(where: { sharedBy?: string }, page: PageArgs, vault: Vault) {
  const rows = await bookmarks.filter({ ...page, where, orderBy: { createdAt: 'desc' } }, vault);
  return connection(rows, viewBookmark);
}

export async function findBookmark(id: string, vault: Vault) {
  const bookmark = await bookmarks.get(id, vault);
  return bookmark && viewBookmark(bookmark);
}

/** The ids of all that a user has shared. */
export async function idsSharedBy(sharedBy: string, vault: Vault): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await bookmarks.filter({ where: { sharedBy }, first: 100, after }, vault);
    ids.push(...page.rows.map(({ id }) => id));
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage) return ids;
    after = page.cursorOf(last);
  }
}
