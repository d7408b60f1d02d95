import { entityArchived, entityDeleted, eventTime, notAfter, on } from '@nimbusvault/sdk';
import { bookmarks } from './bll/bookmarks/service.ts';

export const hooks = [
  on(entityArchived, ({ entityId }, vault) =>
    bookmarks.bulkDelete({ entityId, createdAt: notAfter(eventTime(vault)) }, vault),
  ),
  on(entityDeleted, ({ entityId }, vault) => bookmarks.bulkDelete({ entityId }, vault), { whenOff: true }),
];
