import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const SharePointSiteSchema = defineEntity({
  name: 'SharePointSite',
  properties: {
    ...tenantColumns,
    graphId: p.string().length(400),
    name: p.string().length(255),
    webUrl: p.string().length(2048),
    keeper: p.uuid().nullable(),
    formerKeeper: p.uuid().nullable(),
    /** By drive: the link that tells what has changed since. */
    deltaLinks: p.json<Record<string, string>>(),
    importId: p.uuid().nullable(),
    removedAt: p.datetime().nullable(),
  },
});

/** A site that the organization imports, or has imported. `keeper` is the id of a core User, `importId` that of the latest import. */
export class SharePointSite extends SharePointSiteSchema.class {}
SharePointSiteSchema.setClass(SharePointSite);
