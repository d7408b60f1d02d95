import { isDeepStrictEqual } from 'node:util';
import { readActivePlugins, VaultError } from '@nimbusvault/sdk/kernel';
import {
  activeOf,
  catalogueOf,
  keys,
  revisionOf,
  settingsIn,
  type Activation,
} from '@nimbusvault/runtime/registry';
import type { DeployGround, Reason } from './ground.ts';
import { until } from './until.ts';

const mostTries = 10;
const quietConnectMs = 1_000;
const longestConnectMs = 15_000;

/** Returns the active plugins from the registry, or from the settings if the registry does not know them. */
export function activePlugins({ registry, ...files }: DeployGround): readonly string[] {
  return activeOf(registry.registry())?.plugins ?? readActivePlugins(settingsIn(files));
}

/** Throws STACK_FAILED if the registry cannot be reached. */
export async function untilConnected({ registry, tell }: DeployGround): Promise<void> {
  const isConnected = () => registry.isConnected() || undefined;
  if (await until(isConnected, quietConnectMs)) return;
  tell(`Waiting up to ${longestConnectMs / 1_000} s for the registry (NATS) …`);
  if (await until(isConnected, longestConnectMs)) return;
  throw new VaultError(
    'STACK_FAILED',
    'The registry is not available. Check that NATS runs and that NATS_URL is correct.',
  );
}

/**
 * Changes the list of active plugins with `change`; of two callers at the same time the second begins
 * with the first one's list. Returns the revision that gateways follow.
 */
export async function setActive(
  ground: DeployGround,
  change: (active: readonly string[]) => readonly string[],
  { by, why }: Reason,
): Promise<number> {
  const { registry } = ground;
  await untilConnected(ground);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = registry.registry();
    const revision = revisionOf(now, keys.catalogue);
    const plugins = [...change(activePlugins(ground))];
    if (revision > 0 && isDeepStrictEqual(plugins, activeOf(now)?.plugins)) return revision;
    const active: Activation = { plugins, by, why, at: new Date().toISOString() };
    const value = { ...catalogueOf(now), active };
    const isWritten = await registry.write({ key: keys.catalogue, value, revision });
    const seen = await until(() => later(ground, revision), 2_000);
    if (isWritten && seen) return seen;
  }
  throw new VaultError('STACK_FAILED', 'The list of active plugins changed during every try. Try again.');
}

function later({ registry }: DeployGround, revision: number): number | undefined {
  const now = revisionOf(registry.registry(), keys.catalogue);
  return now > revision ? now : undefined;
}
