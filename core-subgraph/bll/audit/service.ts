import { defineService } from '@nimbusvault/sdk';
import { AuditEntry } from '../../entities/AuditEntry.ts';

export const auditEntries = defineService(AuditEntry, {
  filterable: ['at', 'actorId', 'action', 'subjectType', 'subjectId'],
  sortable: ['at'],
});
