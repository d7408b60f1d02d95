import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { composeScenario } from './gateway/compose.ts';
import { hostileDocuments } from './gateway/hostileDocuments.ts';
import { startSubgraphHost, startSubject } from './gateway/subjects.ts';
import { measureOthers } from './hostile/others.ts';
import { atMost, print } from './lib/figures.ts';
import { installPeers } from './lib/installPeers.ts';

const lookEveryMs = 1;
const cores = '0,1';

installPeers('bench/peers');
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
const host = await startSubgraphHost();
const supergraphFile = join(folder, 'supergraph.graphql');
writeFileSync(supergraphFile, composeScenario(host.origin));
const gateways = {
  ours: () =>
    startSubject(
      'gateway/bin/nimbus-gateway.mjs',
      ['--supergraph', supergraphFile, '--port', '0', '--insecure'],
      { cores },
    ),
  stock: () =>
    startSubject('bench/peers/stock.mjs', [supergraphFile], { env: { NODE_ENV: 'production' }, cores }),
};
const ours = await waitsOn(gateways.ours);
const stock = await waitsOn(gateways.stock);
const others = await measureOthers(folder, host.origin);
host.stop();
console.table(others);
console.table(
  Object.keys(hostileDocuments).map((document) => ({
    document,
    'ours: others wait, ms': ours[document],
    'stock: others wait, ms': stock[document],
  })),
);
print([
  atMost('the longest that others wait for a document, ms', Math.max(...Object.values(ours)), 50),
  ...others.map((row) => atMost(`another organization, flood "${row.flood}": p99, ms`, row['p99, ms'], 250)),
]);
const failed = others.filter((row) => row.failed + row.wrong > 0).map(({ flood }) => flood);
if (failed.length > 0) throw new Error(`Requests failed that must not: ${failed.join('; ')}`);

/** The longest time that a freshly started gateway keeps other requests waiting while it handles each document. */
async function waitsOn(start: () => Promise<{ readonly url: string; stop(): Promise<void> }>) {
  const gateway = await start();
  const { origin, pathname: path } = new URL(gateway.url);
  const [asking, looking] = [new Pool(origin), new Pool(origin, { connections: 1 })];
  const headers = { 'content-type': 'application/json' };
  const send = async (pool: Pool, query: string) => {
    const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify({ query }) });
    await answer.body.dump();
  };
  const waits: Record<string, number> = {};
  const over = new AbortController();
  let longest = 0;
  const look = async () => {
    while (!over.signal.aborted) {
      const began = performance.now();
      await send(looking, '{ __typename }');
      longest = Math.max(longest, performance.now() - began);
      await pause(lookEveryMs);
    }
  };
  const looks = look();
  await pause(1_000); // the operation that is sent every millisecond is compiled by then
  for (const [name, query] of Object.entries(hostileDocuments)) {
    longest = 0;
    await send(asking, query);
    await pause(20);
    waits[name] = Math.round(longest);
  }
  over.abort();
  await looks;
  await Promise.all([asking.close(), looking.close(), gateway.stop()]);
  return waits;
}
