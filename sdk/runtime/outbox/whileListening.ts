import pg from 'pg';
import { wakeUps, type WakeUps } from './wakeUps.ts';

/** A connection that reads across organizations, and its notifications. */
export interface Listening {
  readonly database: pg.Client;
  readonly bells: WakeUps;
}

/** Does work while a connection listens on a channel, until `over` aborts. Throws if the connection is lost. */
export async function whileListening(
  { databaseUrl, channel }: { readonly databaseUrl: string; readonly channel: string },
  over: AbortSignal,
  work: (listening: Listening) => Promise<void>,
): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
  const bells = wakeUps(database);
  const end = () => bells.lose(new Error('The registry is gone.'));
  over.addEventListener('abort', end, { once: true });
  try {
    await database.connect();
    await database.query(`set vault.relay = 'on'`);
    await database.query(`listen ${database.escapeIdentifier(channel)}`);
    await work({ database, bells });
  } catch (error) {
    if (!over.aborted) throw error;
  } finally {
    over.removeEventListener('abort', end);
    await database.end().catch(() => {});
  }
}
