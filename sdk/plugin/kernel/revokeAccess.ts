import { grantedTo } from './capabilities.ts';
import { VaultError } from './errors.ts';
import type { AccessControl, HostedVault } from './hostedVault.ts';

/**
 * Ends a user's access, from the commit of the open step on: mutations of theirs that are open commit before it, and no other
 * begins. Gateways learn it within a second. Throws FORBIDDEN where the plugin has not the capability "revoke-access".
 */
export async function revokeAccess(userId: string, vault: HostedVault): Promise<void> {
  await controlOf(vault)?.revoke(userId, vault);
}

/** Undoes `revokeAccess` of the same run. */
export async function restoreAccess(userId: string, vault: HostedVault): Promise<void> {
  await controlOf(vault)?.restore(userId, vault);
}

function controlOf({ plugin, access }: HostedVault): AccessControl | undefined {
  if (grantedTo(plugin).includes('revoke-access')) return access;
  throw new VaultError(
    'FORBIDDEN',
    `${plugin} cannot end a user's access: only core is granted the capability "revoke-access".`,
  );
}
