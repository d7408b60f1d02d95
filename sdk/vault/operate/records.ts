import {
  onRecord,
  parseOrgSlug,
  VaultError,
  type AuditDeed,
  type AuditLog,
  type AuditRecord,
} from '@nimbusvault/sdk/kernel';
import type { Subgraphs } from './inEach.ts';
import { openCore, type CoreSite, type OpenedCore } from './openCore.ts';

/** A vault whose organizations are operated from outside; a StackState is one. */
export interface VaultSite extends Pick<CoreSite, 'settingsFile' | 'supergraphFile'> {
  readonly subgraphs: Subgraphs;
}

/** The audit logs of the organizations of a vault. */
interface Records extends AsyncDisposable {
  /** Does work in an organization whose audit log records it first. */
  keep<Result>(org: string, deed: Omit<AuditDeed, 'outcome'>, work: () => Promise<Result>): Promise<Result>;
}

/** Opens the audit logs, which core stores. A plugin that runs alone, as in its tests, has no core and no log. */
export async function openRecords({ subgraphs, ...files }: VaultSite): Promise<Records> {
  const { Core: at } = subgraphs;
  if (!at) return { keep: (_org, _deed, work) => work(), async [Symbol.asyncDispose]() {} };
  const core = await openCore({ ...files, databaseUrl: at.databaseUrl });
  const log = logOf(core);
  return {
    keep: (org, deed, work) => onRecord((said) => log.add(said, core.opened.vaultFor(org)), deed, work),
    [Symbol.asyncDispose]: () => core[Symbol.asyncDispose](),
  };
}

/** Returns the audit log of an organization: the newest thousand entries, newest first. */
export async function readRecords(site: CoreSite, org: string): Promise<readonly AuditRecord[]> {
  const slug = parseOrgSlug(org);
  await using core = await openCore(site);
  return await logOf(core).newest(core.opened.vaultFor(slug));
}

function logOf({ plugin }: OpenedCore): AuditLog {
  if (plugin.audit) return plugin.audit;
  throw new VaultError('PLUGIN_INVALID', 'Core has no audit log of its organizations.');
}
