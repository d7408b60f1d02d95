import type { Vault } from '@nimbusvault/sdk';
import type { AuditDeed } from '@nimbusvault/sdk/kernel';
import { nameOfActor } from '../users/queries.ts';
import { auditEntries } from './service.ts';

/** An entry for the audit log. The author is the vault's user, unless `by` names another. */
type Deed = Pick<AuditDeed, 'action' | 'subjectType' | 'subjectId'> & {
  readonly by?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly outcome?: AuditDeed['outcome'];
  readonly details?: AuditDeed['details'];
};

/** Adds an entry to the organization's audit log, in the open transaction if there is one. */
export async function putOnRecord(deed: Deed, vault: Vault): Promise<void> {
  const { reason = null, outcome = 'done', details = null } = deed;
  const by = deed.by ?? (await nameOfActor(vault));
  const { userId: actorId, requestId } = vault;
  await auditEntries.create({ ...deed, by, reason, outcome, details, actorId, requestId }, vault);
}
