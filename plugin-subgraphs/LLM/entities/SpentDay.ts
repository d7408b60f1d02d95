import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const SpentDaySchema = defineEntity({
  name: 'SpentDay',
  properties: { ...tenantColumns, day: p.string().length(10), tokens: p.integer() },
  uniques: [{ properties: ['org', 'day'] }],
});

/** The tokens that an organization has spent on a day (UTC), with those that are reserved for work under way. */
export class SpentDay extends SpentDaySchema.class {}
SpentDaySchema.setClass(SpentDay);
