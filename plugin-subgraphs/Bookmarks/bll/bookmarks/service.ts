import { defineService } from '@nimbusvault/sdk';
import { SharedBookmark } from '../../entities/SharedBookmark.ts';

export const bookmarks = defineService(SharedBookmark, {
  filterable: ['title', 'targetUrl', 'sharedBy', 'createdAt'],
  sortable: ['createdAt', 'title'],
});
