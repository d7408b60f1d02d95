import { startOwnVault, type OwnVault } from './ownVault.ts';

let kept: OwnVault | undefined;

/**
 * A vault with Bookmarks that several files use one after the other. Its processes may be stopped and killed, its settings
 * and plugins changed; what it stores stays. A vault that does not come back to its start is not used again.
 */
export async function borrowVault(): Promise<OwnVault> {
  const vault = kept ?? (await startOwnVault());
  kept = undefined;
  vault.told.splice(0);
  return { ...vault, [Symbol.asyncDispose]: () => giveBack(vault) };
}

async function giveBack(vault: OwnVault): Promise<void> {
  try {
    await vault.restore();
    kept = vault;
  } catch {
    await vault[Symbol.asyncDispose]();
  }
}
