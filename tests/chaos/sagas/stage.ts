import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServers, type RunningServers } from '@nimbusvault/vault';
import { migratePlugins, type Plugins } from '../../support/faults/plugins.ts';
import { subgraphProcess, type SubgraphProcess } from '../../support/faults/subgraphProcess.ts';

const fixtures = resolve('sdk/testing/fixtures');

/** Three processes of a plugin whose workflow changes an outside world, which is a file. */
export interface Stage extends AsyncDisposable {
  readonly servers: RunningServers;
  readonly plugins: Plugins;
  readonly processes: readonly SubgraphProcess[];
  readonly worldFile: string;
}

/** Starts everything, without a gateway, on its own servers, which write only to `stateDir`. */
export async function openStage(stateDir?: string): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const { PATH, NATS_SERVER_BIN } = process.env;
  const servers = await startServers({ stateDir, env: { PATH, NATS_SERVER_BIN } });
  opening.defer(() => servers.stop());
  const migrated = opening.use(await migratePlugins(fixtures, ['Journey'], servers));
  const worldFile = join(servers.stateDir, 'world.jsonl');
  const plugins: Plugins = {
    ...migrated,
    environmentOf: (name) => ({ ...migrated.environmentOf(name), NIMBUS_TEST_WORLD: worldFile }),
  };
  const logs = join(servers.stateDir, 'logs');
  mkdirSync(logs, { recursive: true });
  const processes = [1, 2, 3].map((number) =>
    subgraphProcess('Journey', plugins, join(logs, `Journey-${number}.log`)),
  );
  opening.defer(async () => void (await Promise.all(processes.map((each) => each.kill()))));
  await Promise.all(processes.map((each) => each.start()));
  const opened = opening.move();
  return { servers, plugins, processes, worldFile, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
