import { unwatchFile, watchFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { core, type Roster } from './roster.ts';
import { readActivePlugins } from '../kernel/index.ts';
import type { Site } from './site.ts';

const lookEveryMilliseconds = 200;
const settleMilliseconds = 150;
// The gateway sees the same file: it swaps the plugin's fields out before the plugin goes.
const partingMilliseconds = 1_500;

/**
 * Starts and stops plugins as vault-settings.json changes, one change after the other. A file that cannot be read or
 * understood changes nothing and is told in one line. What changes while the vault starts waits for it. Returns what
 * ends the watch.
 */
export function followSettings(site: Site, starting: Promise<Roster>): () => void {
  let turn: Promise<unknown> = starting.catch(() => {}); // its failure ends the start
  const changed = () => {
    turn = turn
      .then(async () => follow(site, await starting))
      .catch((error: Error) => site.tell(error.message));
  };
  watchFile(site.settingsFile, { interval: lookEveryMilliseconds, persistent: false }, changed);
  return () => unwatchFile(site.settingsFile, changed);
}

async function follow(site: Site, roster: Roster): Promise<void> {
  await sleep(settleMilliseconds);
  const wanted = await readWanted(site);
  if (!wanted) return;
  const members = new Set(roster.members());
  await Promise.all([
    roster.admit([...wanted.difference(members)]),
    dismiss(site, roster, members.difference(wanted)),
  ]);
}

/** Who is wanted again by the time to part stays: the gateway may be asking it already. */
async function dismiss(site: Site, roster: Roster, unwanted: ReadonlySet<string>): Promise<void> {
  if (unwanted.size === 0) return;
  await sleep(partingMilliseconds);
  const wanted = (await readWanted(site)) ?? new Set();
  await roster.dismiss([...unwanted.difference(wanted)]);
}

async function readWanted(site: Site): Promise<Set<string> | undefined> {
  try {
    return activeIn(site);
  } catch {
    // Perhaps it is half written; a second look tells.
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
  return new Set([core, ...readActivePlugins(site.settingsFile)]);
}
