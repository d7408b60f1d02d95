import { defineService } from '@nimbusvault/sdk';
import { AuditEntry } from '../../entities/AuditEntry.ts';

export const auditEntries = defineService(AuditEntry);
