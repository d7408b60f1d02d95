import type { Finding } from '../../check/index.ts';
import { clientOperations } from '../../deploy/clientOperations.ts';
import { activate } from '../../deploy/activate.ts';
import { activePlugins } from '../../deploy/setActive.ts';
import { checkDeletion } from '../../deploy/checkPlugin.ts';
import { deactivate } from '../../deploy/deactivate.ts';
import type { DeployGround } from '../../deploy/ground.ts';
import { coreName, readActivePlugins } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';
import type { Roster } from './roster.ts';
import { gatewaySection } from './sections.ts';
import { openSettingsChanges } from './settingsChanges.ts';
import { watchSettings } from './watchSettings.ts';
import type { Site } from '../ground/site.ts';

const reason = { by: 'vault-settings.json', why: 'its list of active plugins was changed' };

/** The started parts: the running subgraphs, and the context that knows which of them are active. */
export interface Started {
  readonly roster: Roster;
  readonly deploy: DeployGround;
  /** Has the gateway start again, with the settings of now. */
  restartGateway(): Promise<void>;
}

/**
 * Starts, activates, deactivates and stops plugins as vault-settings.json changes, and has the processes whose settings changed start again, one
 * change after the other. A file with faults changes nothing, and each of them is reported. Changes during the start of the vault wait for it.
 * Returns a function that ends the watch.
 */
export function followSettings(site: Site, starting: Promise<Started>): () => void {
  const changes = openSettingsChanges(site, activeIn);
  return watchSettings(site, async () => {
    const started = await starting.catch(() => undefined); // its failure ends the start
    if (started) await follow(site, started, await changes.take());
  });
}

async function follow(
  site: Site,
  { roster, deploy, restartGateway }: Started,
  changed: ReadonlySet<string> | undefined,
): Promise<void> {
  if (!changed) return;
  const wanted = activeIn(site);
  const active = new Set(activePlugins(deploy));
  const running = new Set(roster.members());
  await roster.admit([...wanted.difference(running)]);
  const unwanted = active.union(running).difference(wanted.union(new Set([coreName])));
  await Promise.all([
    ...[...wanted.difference(active)].map((name) => begin(name, deploy)),
    ...[...unwanted].map((name) => end(name, roster, deploy)),
    ...[...running.intersection(changed).difference(unwanted)].map((name) => roster.reconfigure(name)),
  ]);
  if (changed.has(gatewaySection)) await restartGateway();
}

async function begin(name: string, deploy: DeployGround): Promise<void> {
  await activate(name, deploy, { ...reason, watchMs: 0, mostFailing: 1 }).catch(({ message }: Error) =>
    deploy.tell(message),
  );
}

/** The losses of clients are reported; a plugin stops once no gateway queries it any more, and stays if others need it. */
async function end(name: string, roster: Roster, deploy: DeployGround): Promise<void> {
  try {
    for (const { message } of await lossesOf(name, deploy)) deploy.tell(`Without ${name}: ${message}.`);
    await deactivate(name, deploy, reason);
    if (roster.members().includes(name)) await roster.dismiss([name]);
  } catch (error) {
    deploy.tell((error as Error).message);
  }
}

async function lossesOf(name: string, deploy: DeployGround): Promise<readonly Finding[]> {
  if (!activePlugins(deploy).includes(name)) return [];
  const operations = await clientOperations(deploy);
  if (operations.length === 0) return [];
  const sections = await checkDeletion(name, { ground: deploy, operations });
  return sections.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
}

function activeIn(site: Site): Set<string> {
  return new Set(readActivePlugins(settingsIn(site)));
}
