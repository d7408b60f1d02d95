import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { startServers, type RunningServers } from '@nimbusvault/vault';
import { migratePlugins, type Plugins } from '../../support/faults/plugins.ts';
import { subgraphProcess, type SubgraphProcess } from '../../support/faults/subgraphProcess.ts';

const fixtures = resolve('sdk/testing/fixtures');

/** Processes of one plugin, on servers of their own. */
export interface Stage extends AsyncDisposable {
  readonly servers: RunningServers;
  readonly plugins: Plugins;
  readonly processes: readonly SubgraphProcess[];
  /** The rows of all organizations. */
  rows<Row extends object>(sql: string): Promise<readonly Row[]>;
}

/** Starts so many processes of the fixture. */
export async function openStage(name: string, count: number): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const { PATH, NATS_SERVER_BIN } = process.env;
  const servers = await startServers({ env: { PATH, NATS_SERVER_BIN } });
  opening.defer(() => servers.stop());
  const plugins = opening.use(await migratePlugins(fixtures, [name], servers));
  const logs = join(servers.stateDir, 'logs');
  mkdirSync(logs, { recursive: true });
  const processes = Array.from({ length: count }, (_, number) =>
    subgraphProcess(name, plugins, join(logs, `${name}-${number}.log`)),
  );
  opening.defer(async () => void (await Promise.all(processes.map((each) => each.kill()))));
  await Promise.all(processes.map((each) => each.start()));
  const opened = opening.move();
  const rows = <Row extends object>(sql: string) => query<Row>(servers.databaseUrl, sql);
  return { servers, plugins, processes, rows, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function query<Row extends object>(connectionString: string, sql: string): Promise<readonly Row[]> {
  const database = new pg.Client({ connectionString });
  database.on('error', () => {}); // the statement fails as well
  try {
    await database.connect();
    return (await database.query<Row>(sql)).rows;
  } finally {
    await database.end().catch(() => {});
  }
}
