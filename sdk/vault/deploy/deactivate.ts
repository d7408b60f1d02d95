import { onRecord, VaultError } from '@nimbusvault/sdk/kernel';
import { composeWith } from './composeWith.ts';
import { countGateways, untilGatewaysFollow } from './gateways.ts';
import type { DeployGround, Reason } from './ground.ts';
import { activePlugins, setActive, untilConnected } from './setActive.ts';

/**
 * Removes a plugin from the graph, which the vault's own log records first, and returns once no gateway serves it any more.
 * Throws COMPOSITION_FAILED if others need it.
 */
export async function deactivate(plugin: string, ground: DeployGround, reason: Reason): Promise<void> {
  await untilConnected(ground);
  if (!activePlugins(ground).includes(plugin)) return ground.tell(`${plugin} is not active.`);
  const subject = { action: 'plugin.deactivated', subjectType: 'Plugin', subjectId: plugin };
  const deed = { ...subject, by: reason.by, reason: reason.why, details: null };
  await onRecord(ground.registry.note, deed, () => takeOut(plugin, ground, reason));
}

async function takeOut(plugin: string, ground: DeployGround, reason: Reason): Promise<void> {
  refuseNeeded(plugin, ground);
  const revision = await setActive(ground, (active) => active.filter((name) => name !== plugin), reason);
  const { refused, gateways } = await untilGatewaysFollow(ground, { revision });
  if (refused) throw new VaultError('STACK_FAILED', refused);
  ground.tell(`${plugin} is no longer served by any of ${countGateways(gateways)}.`);
}

function refuseNeeded(plugin: string, ground: DeployGround): void {
  const others = activePlugins(ground).filter((name) => name !== plugin);
  const { refusals } = composeWith(ground, others);
  if (refusals.length === 0) return;
  const names = refusals.map(({ name }) => name).join(', ');
  const faults = refusals.flatMap((refusal) => refusal.faults).join(' ');
  throw new VaultError(
    'COMPOSITION_FAILED',
    `${plugin} stays active: without it ${names} would not compose. Deactivate those plugins first. ${faults}`,
  );
}
