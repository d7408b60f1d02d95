import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const ActivityEntrySchema = defineEntity({
  name: 'ActivityEntry',
  properties: {
    ...tenantColumns,
    at: p.datetime(),
    kind: p.text(),
    plugin: p.text(),
    userId: p.uuid().nullable(),
    entityType: p.text().nullable(),
    entityId: p.uuid().nullable(),
    isForAdmins: p.boolean(),
  },
});

/** A hook that was fired: `kind` is its name, `at` the time of the event. Of its payload only the entity is kept. */
export class ActivityEntry extends ActivityEntrySchema.class {}
ActivityEntrySchema.setClass(ActivityEntry);
