import { connection, type ListArgs, type Vault } from '@nimbusvault/sdk';
import { viewAuditEntry, type AuditEntryView } from './helpers.ts';
import { auditEntries } from './service.ts';

const readAtOnce = 100;
const mostRead = 1_000;
const orderBy = { at: 'desc' } as const;

/** Newest first, unless another order is asked for. */
export async function listAuditEntries(asked: ListArgs, vault: Vault) {
  return connection(await auditEntries.filter({ asked, orderBy }, vault), viewAuditEntry);
}

/** Returns the newest thousand records. */
export async function newestAuditEntries(vault: Vault): Promise<readonly AuditEntryView[]> {
  const entries: AuditEntryView[] = [];
  for (let after: string | undefined; ;) {
    const page = await auditEntries.filter({ first: readAtOnce, after, orderBy }, vault);
    entries.push(...page.rows.map(viewAuditEntry));
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage || entries.length >= mostRead) return entries;
    after = page.cursorOf(last);
  }
}
