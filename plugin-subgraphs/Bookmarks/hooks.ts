import { entityArchived, eventTime, notAfter, on } from '@nimbusvault/sdk';
import { bookmarks } from './bll/bookmarks/service.ts';

export const hooks = [
  on(entityArchived, ({ entityId }, vault) =>
    bookmarks.bulkDelete({ entityId, createdAt: notAfter(eventTime(vault)) }, vault),
  ),
];
