import type { Vault } from '@nimbusvault/sdk';
import { bookmarks } from '../bookmarks/service.ts';
import type { Handover } from './helpers.ts';

/** Transfers all links of a user to another one; returns those links. */
export async function handOver({ userId, transferTo }: Handover, vault: Vault) {
  const ids: string[] = [];
  for (let hasMore = true; hasMore;) {
    const page = await bookmarks.filter({ where: { sharedBy: userId }, first: 100 }, vault);
    const found = page.rows.map(({ id }) => id);
    await bookmarks.bulkUpdate({ id: found }, { sharedBy: transferTo }, vault);
    ids.push(...found);
    hasMore = page.hasNextPage;
  }
  return { ids };
}

export async function giveBack(ids: readonly string[], { userId, transferTo }: Handover, vault: Vault) {
  await bookmarks.bulkUpdate({ id: ids, sharedBy: transferTo }, { sharedBy: userId }, vault);
}
