import { basename } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { instancesOf, isExpected, type Instance } from '@nimbusvault/runtime/registry';
import { isKnown } from './composeWith.ts';
import type { DeployGround } from './ground.ts';
import { reachable } from './reachable.ts';
import { until } from './until.ts';

const longestStartMs = 60_000;
const supervisorsDelayMs = 3_000; // a supervisor allows the address of a process that it has just started

/**
 * Waits until a process of a plugin runs at an address that the operator allows. Throws at once where waiting does not help:
 * ADDRESS_NOT_ALLOWED if it runs at another address, and PLUGIN_INVALID if none may come.
 */
export async function untilRuns(plugin: string, ground: DeployGround): Promise<void> {
  const runs = () => (reachable(ground, plugin).length > 0 ? 'runs' : undefined);
  if (runs()) return;
  const strangerOf = watchStrangers(plugin, ground);
  if (instancesOf(ground.registry.registry(), plugin).length === 0) {
    refuseUnexpected(plugin, ground);
    ground.tell(`Waiting up to ${longestStartMs / 1_000} s until a process of ${plugin} is registered …`);
  }
  const found = await until(() => runs() ?? strangerOf(), longestStartMs);
  if (found === 'runs') return;
  throw found ? notAllowed(found, ground) : notRegistered(plugin);
}

/** Returns a process that no supervisor can be about to allow any more. */
function watchStrangers(plugin: string, { registry, addressesFolder }: DeployGround) {
  const delayMs = addressesFolder === undefined ? 0 : supervisorsDelayMs;
  let since = Infinity;
  return (): Instance | undefined => {
    const [stranger] = instancesOf(registry.registry(), plugin);
    since = stranger ? Math.min(since, Date.now()) : Infinity;
    return Date.now() - since >= delayMs ? stranger : undefined;
  };
}

function refuseUnexpected(plugin: string, ground: DeployGround): void {
  if (isExpected(plugin, ground)) return;
  const supergraph = basename(ground.supergraphFile);
  const fix = `Add it to ${supergraph}, or its address to Base.addresses.${plugin} of ${basename(ground.settingsFile)}.`;
  throw new VaultError(
    'PLUGIN_INVALID',
    isKnown(ground, plugin)
      ? `${plugin} was published, but none of its processes may be called: it is not in ${supergraph}, and the operator allows no address for it. ${fix}`
      : `${plugin} is unknown: it is not in ${supergraph}, was not published, and none of its processes runs. Check the spelling. ${fix}`,
  );
}

function notAllowed({ plugin, url }: Instance, { settingsFile }: DeployGround): VaultError {
  return new VaultError(
    'ADDRESS_NOT_ALLOWED',
    `${plugin} runs at ${url}, and the operator does not allow that address. Correct its NIMBUS_URL, or add the address to Base.addresses.${plugin} of ${basename(settingsFile)}.`,
  );
}

function notRegistered(plugin: string): VaultError {
  return new VaultError(
    'PLUGIN_INVALID',
    `No process of ${plugin} is registered. Migrate and start it ("nimbus migrate ${plugin}", "nimbus serve ${plugin}"), then activate it again.`,
  );
}
