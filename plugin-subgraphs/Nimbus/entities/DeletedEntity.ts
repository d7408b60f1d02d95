import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const DeletedEntitySchema = defineEntity({
  name: 'DeletedEntity',
  properties: { ...tenantColumns, at: p.datetime() },
});

/** An entity of core that was deleted; it has the same id. Its entries lead nowhere any more, whichever of them comes last. */
export class DeletedEntity extends DeletedEntitySchema.class {}
DeletedEntitySchema.setClass(DeletedEntity);
