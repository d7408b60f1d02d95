import pg from 'pg';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { findEdited, queryOn } from './schemaFaults.ts';

/** Logs the migrations whose SQL is not what ran. The schema is as it was: only `migrate` would change it, and refuses. */
export async function warnOfEdited(plugin: Plugin, databaseUrl: string, log: VaultLog): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  database.on('error', () => {}); // the failed query reports it
  try {
    await database.connect();
    for (const { code, message, fix } of await findEdited({ plugin }, queryOn(database)))
      log.warn({ plugin: plugin.name, code }, `${message}. ${fix}`);
  } catch (error) {
    log.warn({ err: error }, 'it is not known which migrations were edited, as the database is away');
  } finally {
    await database.end().catch(() => {});
  }
}
