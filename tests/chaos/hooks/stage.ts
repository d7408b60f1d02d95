import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startServers, type RunningServers } from '@nimbusvault/vault';
import { migratePlugins, type Plugins } from '../../support/faults/plugins.ts';
import { subgraphProcess, type SubgraphProcess } from '../../support/faults/subgraphProcess.ts';

const fixtures = resolve('sdk/testing/fixtures');

/** Two processes that fire events, two that handle them, and the servers between them. */
export interface Stage extends AsyncDisposable {
  readonly servers: RunningServers;
  readonly plugins: Plugins;
  readonly tellers: readonly SubgraphProcess[];
  readonly hearers: readonly SubgraphProcess[];
}

/** Starts everything, without a gateway, on its own servers, which write only to `stateDir`. */
export async function openStage(stateDir?: string): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const { PATH, NATS_SERVER_BIN } = process.env;
  const servers = await startServers({ stateDir, env: { PATH, NATS_SERVER_BIN } });
  opening.defer(() => servers.stop());
  const plugins = opening.use(await migratePlugins(fixtures, ['Teller', 'Hearer'], servers));
  const logs = join(servers.stateDir, 'logs');
  mkdirSync(logs, { recursive: true });
  const both = (name: string) =>
    [1, 2].map((number) => subgraphProcess(name, plugins, join(logs, `${name}-${number}.log`)));
  const [tellers, hearers] = [both('Teller'), both('Hearer')];
  const processes = [...tellers, ...hearers];
  opening.defer(async () => void (await Promise.all(processes.map((each) => each.kill()))));
  await Promise.all(processes.map((each) => each.start()));
  const opened = opening.move();
  return { servers, plugins, tellers, hearers, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
