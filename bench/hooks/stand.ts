import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { startServers } from '@nimbusvault/vault';
import { migratePlugins, type Plugins } from '../../tests/support/faults/plugins.ts';
import { subgraphProcess, type SubgraphProcess } from '../../tests/support/faults/subgraphProcess.ts';

/** The measured processes: one fires events, one handles them, and two run the bare loop. */
export interface Stand extends AsyncDisposable {
  readonly natsUrl: string;
  /** As the owner of the database. */
  readonly database: pg.Client;
  readonly plugins: Plugins;
  readonly teller: SubgraphProcess;
  readonly barePublisher: ChildProcess;
  readonly bareConsumer: ChildProcess;
}

/** Starts everything on its own servers. */
export async function openStand(): Promise<Stand> {
  await using opening = new AsyncDisposableStack();
  const { PATH, NATS_SERVER_BIN } = process.env;
  const servers = await startServers({ env: { PATH, NATS_SERVER_BIN } });
  opening.defer(() => servers.stop());
  const { natsUrl, databaseUrl, stateDir } = servers;
  const plugins = opening.use(await migratePlugins('sdk/testing/fixtures', ['Teller', 'Listener'], servers));
  const started = async (name: string) => {
    const starting = subgraphProcess(name, plugins, join(stateDir, 'logs', `${name}.log`));
    opening.defer(() => starting.kill('SIGTERM'));
    await starting.start();
    return starting;
  };
  const [teller] = await Promise.all([started('Teller'), started('Listener')]);
  const bareConsumer = opening.adopt(await startBare('bareConsumer.ts', natsUrl), end);
  const barePublisher = opening.adopt(await startBare('barePublisher.ts', natsUrl), end);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  opening.defer(() => database.end());
  const opened = opening.move();
  const dispose = () => opened.disposeAsync();
  const parts = { natsUrl, database, plugins, teller, barePublisher, bareConsumer };
  return { ...parts, [Symbol.asyncDispose]: dispose };
}

const end = (child: ChildProcess) => void child.kill();

async function startBare(file: string, natsUrl: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, NATS_URL: natsUrl } });
  await once(child, 'message');
  return child;
}
