import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const SharedBookmarkSchema = defineEntity({
  name: 'SharedBookmark',
  properties: {
    ...tenantColumns,
    sharedBy: p.uuid().nullable(),
    targetUrl: p.string().length(2048),
    entityId: p.uuid().nullable(),
    title: p.string().length(255),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

/** A link that a user shared with the organization. `sharedBy` is the id of a core User, `entityId` that of what it points at. */
export class SharedBookmark extends SharedBookmarkSchema.class {}
SharedBookmarkSchema.setClass(SharedBookmark);
