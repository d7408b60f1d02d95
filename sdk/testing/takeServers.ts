import { startServers, type RunningServers } from '@nimbusvault/vault';
import { takeDatabase } from './takeDatabase.ts';

/**
 * PostgreSQL and NATS for one test file. NATS is always the file's own, with a user for each of `subgraphs`. PostgreSQL is one of the servers whose URLs
 * NIMBUS_TEST_DATABASES lists, separated by spaces, unless other tests use all of them.
 */
export async function takeServers(subgraphs: readonly string[] = []): Promise<RunningServers> {
  const { NIMBUS_TEST_DATABASES = '' } = process.env;
  const database = await takeDatabase(NIMBUS_TEST_DATABASES.split(' ').filter(Boolean));
  if (!database) return startServers({ subgraphs });
  await using taken = new AsyncDisposableStack();
  taken.defer(() => database.giveBack());
  const servers = await startServers({ subgraphs, env: { ...process.env, DATABASE_URL: database.url } });
  taken.defer(() => servers.stop());
  const kept = taken.move();
  return { ...servers, stop: () => kept.disposeAsync() };
}
