import { defineContext, outcome } from '@nimbusvault/sdk';
import { z } from 'zod';
import { entityIn, ShareBookmarkInput, SharedBookmarkView, viewBookmark } from './helpers.ts';
import { bookmarks } from './service.ts';

const sharing = defineContext({ input: ShareBookmarkInput, bookmark: SharedBookmarkView });

const createBookmark = sharing.step({
  name: 'create-bookmark',
  reads: ['input'],
  writes: ['bookmark'],
  async forward({ input }, vault) {
    const entityId = entityIn(input.targetUrl);
    const bookmark = await bookmarks.create({ ...input, entityId, sharedBy: vault.userId }, vault);
    return { bookmark: viewBookmark(bookmark) };
  },
  async rollback({ bookmark }, vault) {
    await bookmarks.delete(bookmark.id, vault);
  },
});

export const shareBookmark = sharing
  .workflow('share-bookmark')
  .step(createBookmark)
  .result(({ bookmark }) => bookmark);

const bookmarkId = z.uuid('The id of a bookmark must be a UUID.');
const removal = defineContext({ input: z.object({ id: bookmarkId }), bookmark: SharedBookmarkView });

const deleteBookmark = removal.step({
  name: 'delete-bookmark',
  reads: ['input'],
  writes: ['bookmark'],
  async forward({ input }, vault) {
    const bookmark = await bookmarks.get(input.id, vault);
    if (!bookmark) return outcome('NotFound', { message: 'This bookmark does not exist.' });
    await bookmarks.delete(bookmark.id, vault);
    return { bookmark: viewBookmark(bookmark) };
  },
  async rollback({ bookmark }, vault) {
    await bookmarks.create({ ...bookmark, createdAt: new Date(bookmark.createdAt) }, vault);
  },
});

export const removeSharedBookmark = removal
  .workflow('remove-shared-bookmark')
  .step(deleteBookmark)
  .result(({ bookmark }) => bookmark);
