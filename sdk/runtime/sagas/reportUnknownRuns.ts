import pg from 'pg';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { workflowsInFlight } from './abandonedRuns.ts';

/** Logs the workflows of runs in flight that the plugin does not have: they wait for a process that has them. */
export async function reportUnknownRuns(
  { name, workflows }: Plugin,
  databaseUrl: string,
  log: VaultLog,
): Promise<void> {
  const inFlight = await readInFlight(databaseUrl).catch((error: unknown) => {
    log.warn({ err: error }, 'it is not known which runs are in flight, as the database is away');
    return [];
  });
  const unknown = inFlight.filter((each) => !workflows.has(each));
  if (unknown.length === 0) return;
  log.error(
    { workflows: unknown },
    `runs wait for a process of ${name} that has their workflows: keep these versions in workflows until their runs are over`,
  );
}

async function readInFlight(connectionString: string): Promise<readonly string[]> {
  const database = new pg.Client({ connectionString });
  database.on('error', () => {}); // the failed query reports it
  try {
    await database.connect();
    return await workflowsInFlight(database);
  } finally {
    await database.end().catch(() => {});
  }
}
