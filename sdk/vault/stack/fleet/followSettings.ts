import { unwatchFile, watchFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../check/index.ts';
import { clientOperations } from '../../deploy/clientOperations.ts';
import { activate } from '../../deploy/activate.ts';
import { activePlugins } from '../../deploy/setActive.ts';
import { checkDeletion } from '../../deploy/checkPlugin.ts';
import { deactivate } from '../../deploy/deactivate.ts';
import type { DeployGround } from '../../deploy/ground.ts';
import { coreName, readActivePlugins } from '@nimbusvault/sdk/kernel';
import type { Roster } from './roster.ts';
import type { Site } from '../ground/site.ts';

const lookEveryMilliseconds = 200;
const settleMilliseconds = 150;
const reason = { by: 'vault-settings.json', why: 'its list of active plugins was changed' };

/** The started parts: the running subgraphs, and the context that knows which of them are active. */
export interface Started {
  readonly roster: Roster;
  readonly deploy: DeployGround;
}

/**
 * Starts, activates, deactivates and stops plugins as vault-settings.json changes, one change after the other. A file that cannot be read or
 * parsed changes nothing and is reported in one line. Changes during the start of the vault wait for it. Returns a function that
 * ends the watch.
 */
export function followSettings(site: Site, starting: Promise<Started>): () => void {
  let turn: Promise<unknown> = starting.catch(() => {}); // its failure ends the start
  const changed = () => {
    turn = turn
      .then(async () => follow(site, await starting))
      .catch((error: Error) => site.tell(error.message));
  };
  watchFile(site.settingsFile, { interval: lookEveryMilliseconds, persistent: false }, changed);
  return () => unwatchFile(site.settingsFile, changed);
}

async function follow(site: Site, { roster, deploy }: Started): Promise<void> {
  await sleep(settleMilliseconds);
  const wanted = await readWanted(site);
  if (!wanted) return;
  const active = new Set(activePlugins(deploy));
  await roster.admit([...wanted.difference(new Set(roster.members()))]);
  const unwanted = active.union(new Set(roster.members())).difference(wanted.union(new Set([coreName])));
  await Promise.all([
    ...[...wanted.difference(active)].map((name) => begin(name, deploy)),
    ...[...unwanted].map((name) => end(name, roster, deploy)),
  ]);
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

async function readWanted(site: Site): Promise<Set<string> | undefined> {
  try {
    return activeIn(site);
  } catch {
    // The file may be half written; a second read shows it.
    await sleep(settleMilliseconds);
  }
  try {
    return activeIn(site);
  } catch (error) {
    site.tell(`The change is ignored: ${(error as Error).message.replaceAll('\n', '; ')}`);
    return undefined;
  }
}

function activeIn(site: Site): Set<string> {
  return new Set(readActivePlugins(site.settingsFile));
}
