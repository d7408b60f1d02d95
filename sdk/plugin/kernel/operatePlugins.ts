import { VaultError } from './errors.ts';
import type { HostedVault } from './hostedVault.ts';
import type { Operated, Operation } from './operation.ts';

/**
 * Has one plugin, or each active plugin, perform an operation on the data that it stores for the vault's org. Throws
 * FORBIDDEN unless the vault's user is an admin, and STACK_FAILED where the process has not the capability "operate".
 */
export async function operatePlugins(
  operation: Operation,
  vault: HostedVault,
  plugin?: string,
): Promise<readonly Operated[]> {
  if (vault.operate) return vault.operate(operation, vault, plugin);
  throw new VaultError(
    'STACK_FAILED',
    `This process of ${vault.plugin} cannot operate plugins: it has no broker, or its plugin is not granted the capability "operate". Operate from a running core.`,
  );
}
