import { openFleet } from './fleet/fleet.ts';
import { launchPostgres } from './fleet/launchServers.ts';
import { prepareOnce } from './fleet/prepared.ts';
import { openSite, type StackOptions } from './ground/site.ts';

/** Migrates and seeds these subgraphs in a state folder, and runs none: vaults on copies of the folder start in less time. */
export async function prepareState(options: StackOptions, names: readonly string[]): Promise<void> {
  const site = await openSite(options);
  const fleet = openFleet(site.tell);
  const { signal } = new AbortController();
  try {
    const databaseUrl = await launchPostgres(site, fleet, signal);
    const ground = { ...site, databaseUrl, natsUrl: '', onPlan() {}, onPlace() {} };
    await prepareOnce(ground, names, signal);
  } finally {
    await fleet.stop();
    site.close();
  }
}
