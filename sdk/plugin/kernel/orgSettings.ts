import type { z } from 'zod';
import { VaultError } from './errors.ts';
import type { HostedVault } from './hostedVault.ts';

/**
 * The plugin's settings of the vault's organization as of now: each call reads them, and sees a change as soon as it is committed.
 * `Schema` is the type of `organizationSettings` in `definePlugin`. Throws ORGANIZATION_SETTINGS_INVALID where a required one is
 * not set, or does not fit the schema any more.
 */
export async function orgSettingsOf<Schema extends z.ZodType>(vault: HostedVault): Promise<z.output<Schema>> {
  if (vault.organizationSettings) return (await vault.organizationSettings.read(vault)) as z.output<Schema>;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${vault.plugin} has no settings of organizations. Declare organizationSettings in definePlugin.`,
  );
}
