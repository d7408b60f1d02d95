import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onRecord, VaultError } from '@nimbusvault/sdk/kernel';
import { instancesOf } from '@nimbusvault/runtime/registry';
import { composedSubgraph, composeWith, isKnown } from './composeWith.ts';
import { countGateways, untilGatewaysFollow } from './gateways.ts';
import type { DeployGround, Reason } from './ground.ts';
import { probe } from './probe.ts';
import { activePlugins, setActive, untilConnected } from './setActive.ts';
import { failingShare, trafficOf } from './traffic.ts';
import { until } from './until.ts';

const longestStartMs = 60_000;
const lookEveryMs = 250;
const fewestRequests = 5;

interface ActivateOptions extends Reason {
  /** How long its answers are watched once it is served. */
  readonly watchMs: number;
  /** Which share of its answers may fail meanwhile. */
  readonly mostFailing: number;
  /** The first action after the change is on record, as the settings are written. */
  readonly begin?: () => void;
}

/**
 * Checks that a plugin composes, waits until it runs, asks it what it is, makes it active and watches its answers; where
 * something is wrong everything is as it was, and the error says why. It is in the vault's own log before. It may be
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
  if (activePlugins(ground).includes(plugin)) return tell(`${plugin} is active already.`);
  await untilRuns(plugin, ground);
  const subgraph = composedSubgraph(plugin, composeWith(ground, [...activePlugins(ground), plugin], plugin));
  tell(`${plugin} composes with what is active.`);
  await probe(ground, subgraph);
  tell(`${plugin} runs what was checked, and answers.`);
  const before = trafficOf(registry.registry(), plugin);
  const revision = await setActive(ground, (active) => [...new Set([...active, plugin])], options);
  const { refused, gateways } = await untilGatewaysFollow(ground, { revision, plugin });
  if (refused) return goBack(plugin, ground, refused);
  tell(`${plugin} is served by ${countGateways(gateways)}.`);
  const failing = await watchAnswers(plugin, ground, { ...options, before });
  if (failing !== undefined)
    await goBack(plugin, ground, `${Math.round(failing * 100)} % of its answers did not come.`);
}

async function untilRuns(plugin: string, ground: DeployGround): Promise<void> {
  const { registry, tell } = ground;
  if (!isKnown(ground, plugin))
    throw new VaultError(
      'PLUGIN_INVALID',
      `Nobody knows ${plugin}: it is not in ${basename(ground.supergraphFile)}, was not published, and no process of it runs. Is it spelt so? Start it first.`,
    );
  const runs = () => instancesOf(registry.registry(), plugin).length > 0 || undefined;
  if (!runs()) tell(`Waiting for a process of ${plugin} …`);
  if (await until(runs, longestStartMs)) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `No process of ${plugin} has announced itself. Migrate and start it ("nimbus migrate ${plugin}", "nimbus serve ${plugin}"), then activate it again.`,
  );
}

interface Watching extends ActivateOptions {
  readonly before: ReturnType<typeof trafficOf>;
}

/** The share of its answers that failed, where that is too much. */
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
  throw new VaultError('PLUGIN_INVALID', `${plugin} is not active, and everything is as it was: ${why}`);
}
