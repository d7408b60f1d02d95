import { defineEntity, p } from '@mikro-orm/core';
import { searchable, tenantColumns, vectorColumn } from '@nimbusvault/sdk';

const ContractSchema = defineEntity({
  name: 'Contract',
  properties: {
    ...tenantColumns,
    paperhubId: p.string().length(100),
    title: p.string().length(255),
    body: p.text(),
    party: p.string().length(255),
    endsAt: p.datetime(),
    changedAt: p.datetime(),
    renewal: p.string().length(100).nullable(),
    keeper: p.uuid().nullable(),
    formerKeeper: p.uuid().nullable(),
    documentId: p.uuid().nullable(),
    documentEvent: p.string().length(100).nullable(),
    documentEventAt: p.datetime().defaultRaw('clock_timestamp()'),
    ...searchable(['title', 'body'], { language: 'english' }),
    ...vectorColumn(8),
  },
  uniques: [{ properties: ['org', 'paperhubId'] }],
});

/** A contract of Paperhub. `keeper` is the id of the core User who has filed it, `documentId` that of the core Document. */
export class Contract extends ContractSchema.class {}
ContractSchema.setClass(Contract);
