import type { Vault } from '@nimbusvault/sdk';
import { documentTransfers } from './service.ts';

/** The runs, over or not, that transfer a document to a user or from them. A transfer that has ended well or was undone has none. */
export async function runsOfTransfersWith(userId: string, vault: Vault): Promise<readonly string[]> {
  const [to, from] = await Promise.all([
    documentTransfers.filter({ where: { toUserId: userId }, first: 100 }, vault),
    documentTransfers.filter({ where: { fromUserId: userId }, first: 100 }, vault),
  ]);
  return [...to.rows, ...from.rows].map(({ run }) => run);
}
