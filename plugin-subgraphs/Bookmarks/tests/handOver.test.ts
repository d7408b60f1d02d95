import { runWorkflow, type Vault } from '@nimbusvault/sdk';
import { openInMemory } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { shareBookmark } from '../bll/bookmarks/mutations.ts';
import { listBookmarks } from '../bll/bookmarks/queries.ts';
import { giveBack, handOver } from '../bll/handovers/mutations.ts';
import { Bookmarks } from '../Bookmarks.ts';

const [ada, grace] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
const leaving = { userId: ada, transferTo: grace };

/** The current links of ada and grace. */
async function countsOf(vault: Vault): Promise<readonly number[]> {
  const lists = [ada, grace].map((sharedBy) => listBookmarks({ sharedBy }, {}, vault));
  return Promise.all((await Promise.all(lists)).map(({ totalCount }) => totalCount()));
}

test('all links of a user are transferred to another one, and an undo transfers only those back', async () => {
  const memory = openInMemory(Bookmarks);
  const vaultOf = (userId: string) => memory.vaultFor({ org: 'acme', userId, roles: ['member'] });
  const vault = vaultOf(ada);
  const input = { targetUrl: 'https://example.org/', title: 'Example' };
  for (let count = 0; count < 120; count += 1) await runWorkflow(shareBookmark, input, vault);
  await runWorkflow(shareBookmark, input, vaultOf(grace));

  const { ids } = await handOver(leaving, vault);

  expect(ids).toHaveLength(120);
  expect(await countsOf(vault)).toEqual([0, 121]);
  await giveBack(ids, leaving, vault);
  expect(await countsOf(vault)).toEqual([120, 1]);
});
