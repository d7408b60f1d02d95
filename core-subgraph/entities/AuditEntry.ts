import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';
import type { AuditOutcome } from '@nimbusvault/sdk/kernel';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  properties: {
    ...tenantColumns,
    at: p.datetime().onCreate(() => new Date()),
    actorId: p.uuid().nullable(),
    by: p.text(),
    action: p.string().length(63),
    outcome: p.string().length(16).$type<AuditOutcome>(),
    subjectType: p.string().length(63),
    subjectId: p.text(),
    reason: p.text().nullable(),
    details: p.json<Readonly<Record<string, unknown>>>().nullable(),
    requestId: p.text(),
  },
});

/** An entry of the audit log. The database lets nobody change or delete one. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
