import { contains, entityArchived, on } from '@nimbusvault/sdk';
import { bookmarks } from './bll/bookmarks/service.ts';

export const hooks = [
  on(entityArchived, ({ entityId }, vault) =>
    bookmarks.bulkDelete({ targetUrl: contains(`/entity/${entityId}`) }, vault),
  ),
];
