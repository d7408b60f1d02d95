import { connection, type ListArgs, type Vault } from '@nimbusvault/sdk';
import { viewBookmark } from './helpers.ts';
import { bookmarks } from './service.ts';

/** Newest first unless asked otherwise; all links of the organization, or one user's. */
export async function listBookmarks(where: { sharedBy?: string }, asked: ListArgs, vault: Vault) {
  const rows = await bookmarks.filter({ asked, where, orderBy: { createdAt: 'desc' } }, vault);
  return connection(rows, viewBookmark);
}

export async function findBookmark(id: string, vault: Vault) {
  const bookmark = await bookmarks.get(id, vault);
  return bookmark && viewBookmark(bookmark);
}
