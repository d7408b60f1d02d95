import { openInMemory, testEveryFailure, testWorkflow } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { removeSharedBookmark, shareBookmark } from '../bll/bookmarks/mutations.ts';
import { findBookmark } from '../bll/bookmarks/queries.ts';
import { Bookmarks } from '../Bookmarks.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
const input = { targetUrl: 'https://example.org/', title: 'Example' };

test('a shared link exists', async () => {
  const vault = openInMemory(Bookmarks).vaultFor(ada);
  const { answer } = await testWorkflow(shareBookmark, { input, vault });
  expect(answer).toMatchObject({ ...input, sharedBy: ada.userId });
});

test('sharing a link is undone with everything that it created', async () => {
  const vault = openInMemory(Bookmarks).vaultFor(ada);
  const run = await testWorkflow(shareBookmark, { input, vault, failAfter: 'create-bookmark' });
  const { bookmark } = run.context;
  expect(run.steps).toEqual([
    { name: 'create-bookmark', did: 'forward', context: { input } },
    { name: 'create-bookmark', did: 'rollback', context: { input, bookmark } },
  ]);
  expect(await findBookmark(bookmark?.id ?? '', vault)).toBeNull();
});

test('removing a link leaves no trace, whatever fails', async () => {
  const vault = openInMemory(Bookmarks).vaultFor(ada);
  const { context } = await testWorkflow(shareBookmark, { input, vault });
  await testEveryFailure(removeSharedBookmark, { input: { id: context.bookmark?.id ?? '' }, vault });
});
