import pg from 'pg';
import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { workflowsInFlight } from './abandonedRuns.ts';

/**
 * Throws PLUGIN_INVALID if runs are in flight that no workflow of the plugin could end: they would never end.
 * While the database is unavailable nobody can know, and that does not prevent a start.
 */
export async function refuseUnknownRuns(
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
  throw new VaultError(
    'PLUGIN_INVALID',
    `${name} has runs of ${unknown.join(', ')} in flight, which it does not know. Keep these versions in workflows until their runs are over.`,
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
