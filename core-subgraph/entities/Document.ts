import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const DocumentSchema = defineEntity({
  name: 'Document',
  properties: {
    ...tenantColumns,
    folderId: p.uuid().nullable(),
    title: p.string().length(255),
    body: p.text(),
    createdBy: p.uuid().nullable(),
    ownerId: p.uuid().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    archivedAt: p.datetime().nullable(),
    archivedWith: p.uuid().nullable(),
    version: p.integer().version(),
  },
});

/** Text that people write. Its owner is its author until it is transferred. Every update raises `version`; `archivedWith` is the folder with which it was archived. */
export class Document extends DocumentSchema.class {}
DocumentSchema.setClass(Document);
