import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { startServers } from '@nimbusvault/vault';
import { ask } from '@nimbusvault/testing';
import pg from 'pg';
import { migratePlugins } from '../tests/support/faults/plugins.ts';
import { subgraphProcess } from '../tests/support/faults/subgraphProcess.ts';
import { atMost, print, quantile } from './lib/figures.ts';

const rounds = 100;
const stepMs = 100;
const lookEveryMs = 2;
const ownerSql = `select id, owner from journey.saga where org = $1`;

interface Row {
  readonly id: string;
  readonly owner: number;
}

await using servers = await opened();
using plugins = await migratePlugins('sdk/testing/fixtures', ['Journey'], servers);
const { environmentOf } = plugins;
const world = { NIMBUS_TEST_WORLD: join(servers.stateDir, 'world.jsonl') };
const equipped = { ...plugins, environmentOf: (name: string) => ({ ...environmentOf(name), ...world }) };
const [peer, victim] = ['peer', 'victim'].map((name) =>
  subgraphProcess('Journey', equipped, join(servers.stateDir, 'logs', `${name}.log`)),
) as [ReturnType<typeof subgraphProcess>, ReturnType<typeof subgraphProcess>];
const key = await importAssertionKey(plugins.assertionKey);
const database = new pg.Client({ connectionString: servers.databaseUrl });
await database.connect();
await peer.start();

const times: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  times.push(await timeTakeover(`round-${round}`));
  if (round % 20 === 0) console.error(`${round} of ${rounds} processes killed`);
}
const milliseconds = (part: number) => Math.round(quantile(times, part));
console.table([{ 'p50, ms': milliseconds(0.5), 'p99, ms': milliseconds(0.99), 'max, ms': milliseconds(1) }]);
print([atMost(`from kill -9 to takeover by a peer, p99 of ${rounds}, ms`, milliseconds(0.99), 1_000)]);
await database.end();
await Promise.all([peer.kill(), victim.kill()]);

/** Kills a process between two steps of a run; returns the milliseconds until a peer has the run. */
async function timeTakeover(org: string): Promise<number> {
  await victim.start();
  const assertion = await signAssertion({ org, userId: null, roles: ['member'] }, 'Journey', key);
  const query = `mutation { travel(pauseMs: ${stepMs}) { flight } }`;
  void ask(victim.url ?? '', { [assertionHeader]: assertion }, { query }).catch(() => {});
  const begun = await rowWhere(org, (row) => row !== undefined);
  await pause(stepMs * 1.5);
  const killed = performance.now();
  await victim.kill();
  await rowWhere(org, (row) => row?.owner !== begun?.owner);
  return performance.now() - killed;
}

async function rowWhere(org: string, isIt: (row: Row | undefined) => boolean): Promise<Row | undefined> {
  for (;;) {
    const { rows } = await database.query<Row>(ownerSql, [org]);
    if (isIt(rows[0])) return rows[0];
    await pause(lookEveryMs);
  }
}

async function opened() {
  const { PATH, NATS_SERVER_BIN } = process.env;
  const started = await startServers({ env: { PATH, NATS_SERVER_BIN } });
  return { ...started, [Symbol.asyncDispose]: () => started.stop() };
}
