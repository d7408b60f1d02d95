import { untilGatewaysFollow } from '../deploy/gateways.ts';
import type { DeployGround } from '../deploy/ground.ts';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { keys, revisionOf, followRegistry, quietLog } from '@nimbusvault/runtime/registry';
import { addressesIn } from './ground/addresses.ts';
import { natsUrlOf } from './fleet/launchServers.ts';
import type { Site } from './ground/site.ts';

/** The context in which the plugins of a stack are activated, until `signal`. */
export function openDeployGround(site: Site, signal: AbortSignal): DeployGround {
  const { settingsFile, supergraphFile, subgraphs, secrets, tell } = site;
  const registry = followRegistry({ natsUrl: natsUrlOf(site), name: 'supervisor', log: quietLog });
  signal.addEventListener('abort', () => void registry.stop(), { once: true });
  return {
    registry,
    settingsFile,
    supergraphFile,
    addressesFolder: addressesIn(site.stateDir),
    get env() {
      const urls = subgraphs.map(({ variable, url }) => [variable, url]);
      return { ...site.env, ...Object.fromEntries(urls) };
    },
    assertionKey: secrets.keys.assertionPrivate,
    tell,
  };
}

/** The gateway of the stack serves the active plugins. */
export async function untilGatewayFollows(deploy: DeployGround): Promise<void> {
  const revision = revisionOf(deploy.registry.registry(), keys.catalogue);
  const { refused } = await untilGatewaysFollow(deploy, { revision, fewest: 1 });
  if (refused) throw new VaultError('STACK_FAILED', refused);
}
