import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const SummarySchema = defineEntity({
  name: 'Summary',
  properties: {
    ...tenantColumns,
    newest: p.integer(),
    version: p.integer(),
    text: p.text().nullable(),
    model: p.string().length(200).nullable(),
    vectorModel: p.string().length(200).nullable(),
  },
});

/**
 * The summary of the core Document with the same id. `newest` is its newest version that was heard of, `version` the one that was
 * summarized and cut into passages, 0 before.
 */
export class Summary extends SummarySchema.class {}
SummarySchema.setClass(Summary);
