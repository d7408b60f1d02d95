import { onRecord } from '@nimbusvault/sdk/kernel';
import { activeOf } from '@nimbusvault/runtime/registry';
import type { DeployGround, Reason } from './ground.ts';
import { setActive, untilConnected } from './setActive.ts';

/** Makes exactly these plugins active; if that is a change, the vault's own log records it first. */
export async function activateAll(
  plugins: readonly string[],
  ground: DeployGround,
  reason: Reason,
): Promise<void> {
  await untilConnected(ground);
  const { registry } = ground;
  const before = activeOf(registry.registry())?.plugins ?? [];
  const came = plugins.filter((name) => !before.includes(name));
  const went = before.filter((name) => !plugins.includes(name));
  const write = () => setActive(ground, () => plugins, reason);
  if (came.length + went.length === 0) return void (await write());
  const action = came.length === 0 ? 'plugin.deactivated' : 'plugin.activated';
  const subject = { action, subjectType: 'Plugin', subjectId: [...came, ...went].join(', ') };
  const deed = { ...subject, by: reason.by, reason: reason.why, details: { came, went } };
  await onRecord(registry.note, deed, write);
}
