import { instancesOf, readAllowed, type Instance } from '@nimbusvault/runtime/registry';
import type { DeployGround } from './ground.ts';

/** The processes of a plugin that may be called: those at addresses that the operator allows. */
export function reachable(ground: DeployGround, plugin: string): readonly Instance[] {
  const allows = readAllowed(ground);
  return instancesOf(ground.registry.registry(), plugin).filter(({ url }) => allows(plugin, url));
}
