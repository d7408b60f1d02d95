import { eventually } from '@nimbusvault/testing';
import { startOwnVault, type OwnVault } from './ownVault.ts';

let kept: OwnVault | undefined;

/**
 * A vault with the repository's settings and plugins that several files use one after the other. Its processes may be
 * stopped and killed, and its settings and schemas changed; a vault that is not as it was is not used again.
 */
export async function borrowVault(): Promise<OwnVault> {
  const vault = kept ?? (await startOwnVault());
  kept = undefined;
  vault.told.splice(0);
  return { ...vault, [Symbol.asyncDispose]: () => giveBack(vault) };
}

async function giveBack(vault: OwnVault): Promise<void> {
  if (await isAsItWas(vault)) kept = vault;
  else await vault[Symbol.asyncDispose]();
}

async function isAsItWas(vault: OwnVault): Promise<boolean> {
  if (!vault.isUnchanged()) return false;
  try {
    await eventually(() => servesAll(vault));
    return true;
  } catch {
    return false;
  }
}

/** All processes run, and the gateway serves both subgraphs. */
async function servesAll({ stack }: OwnVault): Promise<boolean> {
  if (!stack.processes().every(({ status }) => status === 'ready')) return false;
  const response = await fetch(new URL('/health/ready', stack.gatewayUrl)).catch(() => undefined);
  const { serving, refused } = ((await response?.json()) ?? {}) as Partial<Readiness>;
  return serving?.join() === 'Core,Bookmarks' && refused?.length === 0;
}

interface Readiness {
  readonly serving: readonly string[];
  readonly refused: readonly object[];
}
