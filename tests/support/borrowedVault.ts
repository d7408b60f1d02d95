import { eventually } from '@nimbusvault/testing';
import { readinessOf } from './anotherGateway.ts';
import { startOwnVault, type OwnVault } from './ownVault.ts';

const serversAndSubgraphs = 5;

let kept: OwnVault | undefined;

/**
 * A vault with Bookmarks that several files use one after the other. Its processes may be stopped and killed; a vault whose
 * settings or plugins were written, even back, or that does not serve them, is not used again.
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
  if (!vault.isUntouched()) return false;
  try {
    await eventually(() => servesAll(vault));
    return true;
  } catch {
    return false;
  }
}

/** All processes run, and the gateway serves both subgraphs. */
async function servesAll({ stack }: OwnVault): Promise<boolean> {
  const processes = stack.processes();
  if (processes.length !== serversAndSubgraphs || processes.some(({ status }) => status !== 'ready'))
    return false;
  const readiness = await readinessOf(stack.gatewayUrl).catch(() => undefined);
  return readiness?.serving.join() === 'Core,Bookmarks' && readiness.refused.length === 0;
}
