import type { StackState } from './ground/stackState.ts';
import { startServers } from './startServers.ts';

/** A database on which migrations can be tried. */
interface DatabaseToTry extends AsyncDisposable {
  /** As its owner. */
  readonly url: string;
}

/** The database of a vault that runs on this machine, or else an empty one that lives as long as it is used. */
export async function openDatabaseToTry(vault: StackState | undefined): Promise<DatabaseToTry> {
  if (vault) return { url: vault.databaseUrl, async [Symbol.asyncDispose]() {} };
  const env = { ...process.env, DATABASE_URL: '', NATS_URL: 'nats://not-needed' };
  const { databaseUrl: url, stop } = await startServers({ env });
  return { url, [Symbol.asyncDispose]: stop };
}
