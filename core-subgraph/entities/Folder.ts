import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const FolderSchema = defineEntity({
  name: 'Folder',
  properties: {
    ...tenantColumns,
    name: p.string().length(255),
    createdAt: p.datetime().onCreate(() => new Date()),
    archivedAt: p.datetime().nullable(),
  },
});

/** A place for documents. Its name is unique among the folders in use. */
export class Folder extends FolderSchema.class {}
FolderSchema.setClass(Folder);
