import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const SharePointFileSchema = defineEntity({
  name: 'SharePointFile',
  properties: {
    ...tenantColumns,
    siteId: p.uuid(),
    driveId: p.string().length(255),
    itemId: p.string().length(255),
    path: p.string().length(2048),
    webUrl: p.string().length(4096),
    eTag: p.string().length(255),
    cTag: p.string().length(255),
    isCut: p.boolean(),
    isGone: p.boolean(),
    problem: p.string().length(500).nullable(),
    seenAt: p.datetime(),
    documentId: p.uuid().nullable(),
    intent: p.string().length(10).nullable(),
    body: p.text().nullable(),
  },
});

/**
 * A file of a site, and its document in core. `intent` is the change of the document that is committed here and not yet known to be done: create,
 * update, archive or restore; `body` is its text.
 */
export class SharePointFile extends SharePointFileSchema.class {}
SharePointFileSchema.setClass(SharePointFile);
