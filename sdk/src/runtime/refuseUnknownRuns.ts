import pg from 'pg';
import { VaultError } from '../kernel/index.ts';
import type { Plugin } from '../plugin/index.ts';
import { workflowsInFlight } from './orphans.ts';

/** Throws PLUGIN_INVALID where runs are in flight that no workflow of the plugin could end: it would leave them for ever. */
export async function refuseUnknownRuns({ name, workflows }: Plugin, databaseUrl: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  try {
    await database.connect();
    const unknown = (await workflowsInFlight(database)).filter((each) => !workflows.has(each));
    if (unknown.length === 0) return;
    throw new VaultError(
      'PLUGIN_INVALID',
      `${name} has runs of ${unknown.join(', ')} in flight, which it does not know. Keep these versions in workflows until their runs are over.`,
    );
  } finally {
    await database.end();
  }
}
