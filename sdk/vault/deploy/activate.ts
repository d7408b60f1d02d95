import { setTimeout as pause } from 'node:timers/promises';
import { onRecord, VaultError } from '@nimbusvault/sdk/kernel';
import { composedSubgraph, composeWith } from './composeWith.ts';
import { countGateways, untilGatewaysFollow } from './gateways.ts';
import type { DeployGround, Reason } from './ground.ts';
import { probe } from './probe.ts';
import { activePlugins, setActive, untilConnected } from './setActive.ts';
import { failingShare, trafficOf } from './traffic.ts';
import { untilRuns } from './untilRuns.ts';

const lookEveryMs = 250;
const fewestRequests = 5;

interface ActivateOptions extends Reason {
  /** The time for which its answers are watched once it is served. */
  readonly watchMs: number;
  /** The share of its answers that may fail meanwhile. */
  readonly mostFailing: number;
  /** The first action after the change is recorded, in which the settings are written. */
  readonly begin?: () => void;
}

/**
 * Checks that a plugin composes, waits until it runs, probes it, makes it active and watches its answers; if
 * a check fails, everything is restored and the error states the reason. The vault's own log records it first. It may be
 * repeated.
 */
export async function activate(
  plugin: string,
  ground: DeployGround,
  options: ActivateOptions,
): Promise<void> {
  await untilConnected(ground);
  const subject = { action: 'plugin.activated', subjectType: 'Plugin', subjectId: plugin };
  const deed = { ...subject, by: options.by, reason: options.why, details: null };
  await onRecord(ground.registry.note, deed, async () => {
    options.begin?.();
    await bringIn(plugin, ground, options);
  });
}

async function bringIn(plugin: string, ground: DeployGround, options: ActivateOptions): Promise<void> {
  const { tell, registry } = ground;
  if (activePlugins(ground).includes(plugin)) return tell(`${plugin} is already active.`);
  await untilRuns(plugin, ground);
  const subgraph = composedSubgraph(plugin, composeWith(ground, [...activePlugins(ground), plugin], plugin));
  tell(`${plugin} composes with the active plugins.`);
  await probe(ground, subgraph);
  tell(`${plugin} runs the checked release, and answers.`);
  const before = trafficOf(registry.registry(), plugin);
  const revision = await setActive(ground, (active) => [...new Set([...active, plugin])], options);
  const { refused, gateways } = await untilGatewaysFollow(ground, { revision, plugin });
  if (refused) return goBack(plugin, ground, refused);
  tell(`${plugin} is served by ${countGateways(gateways)}.`);
  const failing = await watchAnswers(plugin, ground, { ...options, before });
  if (failing !== undefined)
    await goBack(plugin, ground, `${Math.round(failing * 100)} % of its answers failed.`);
}

interface Watching extends ActivateOptions {
  readonly before: ReturnType<typeof trafficOf>;
}

/** Returns the share of its answers that failed, if it is too high. */
async function watchAnswers(
  plugin: string,
  { registry, tell }: DeployGround,
  { before, watchMs, mostFailing }: Watching,
): Promise<number | undefined> {
  if (watchMs > 0) tell(`Watching its answers for ${watchMs / 1000} s …`);
  for (const end = Date.now() + watchMs; Date.now() < end;) {
    await pause(lookEveryMs);
    const { share, requests } = failingShare(before, trafficOf(registry.registry(), plugin));
    if (requests >= fewestRequests && share > mostFailing) return share;
  }
  return undefined;
}

async function goBack(plugin: string, ground: DeployGround, why: string): Promise<never> {
  await setActive(ground, (active) => active.filter((name) => name !== plugin), {
    by: 'nimbus activate',
    why,
  });
  throw new VaultError('PLUGIN_INVALID', `${plugin} was not activated, and nothing has changed: ${why}`);
}
