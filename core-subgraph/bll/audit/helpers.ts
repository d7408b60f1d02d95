import type { AuditRecord } from '@nimbusvault/sdk/kernel';
import type { AuditEntry } from '../../entities/AuditEntry.ts';

/** An entry for people and programs. */
export interface AuditEntryView extends AuditRecord {
  readonly id: string;
  readonly actorId: string | null;
  readonly requestId: string;
}

export function viewAuditEntry(entry: AuditEntry): AuditEntryView {
  const { id, by, action, outcome, subjectType, subjectId, requestId } = entry;
  const { actorId = null, reason = null, details = null } = entry;
  const what = { action, outcome, subjectType, subjectId };
  return { id, at: entry.at.toISOString(), by, actorId, ...what, reason, details, requestId };
}
