import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { atMost, print, quantile } from './lib/figures.ts';
import { installPeers } from './lib/installPeers.ts';
import { startIntrospecting, startOurs, type Swapping } from './swap/gateways.ts';
import { load } from './swap/sdls.ts';

const perSecond = 100;
const quietMs = 5_000;
const swapsAt: Readonly<Record<number, number>> = { 2: 10, 20: 10, 200: 3 };
const manySwaps = Number(process.env['BENCH_SWAPS'] ?? 500);
const longestSwapMs = 180_000;

interface Row {
  readonly subject: string;
  readonly plugins: number;
  readonly swaps: number;
  readonly failed: number;
  readonly 'p99 before, ms': number;
  readonly 'p99 meanwhile, ms': number;
  readonly 'loop held, ms': number;
  readonly 'swap, ms': number;
  readonly 'MB before': number;
  readonly 'MB after': number;
}

installPeers('bench/peers');
const rows: Row[] = [];
for (const plugins of [2, 20, 200]) {
  rows.push(await measure('ours', await startOurs(plugins), plugins));
  rows.push(await measure('introspecting', await startIntrospecting(plugins), plugins));
}
const memory = await measureMemory();
console.table(rows);
console.table([memory]);
print([
  ...rows.filter(({ subject }) => subject === 'ours').flatMap(figuresOf),
  atMost(`memory over ${manySwaps} swaps at 20 plugins, by that before`, memory.after / memory.before, 1.1),
]);

function figuresOf({ plugins, failed, ...row }: Row) {
  return [
    atMost(`${plugins} plugins: failed requests`, failed, 0),
    atMost(`${plugins} plugins: the loop held, ms`, row['loop held, ms'], 20),
    atMost(
      `${plugins} plugins: p99 by that of introspecting`,
      row['p99 meanwhile, ms'] / peerOf(plugins)['p99 meanwhile, ms'],
      1,
    ),
  ];
}

function peerOf(plugins: number): Row {
  const peer = rows.find((row) => row.subject === 'introspecting' && row.plugins === plugins);
  if (peer) return peer;
  throw new Error(`nothing to compare ${plugins} plugins with`);
}

/** A steady load, first alone, then while one subgraph changes its schema repeatedly. */
async function measure(subject: string, swapping: Swapping, plugins: number): Promise<Row> {
  console.error(`${subject}: ${plugins} plugins`);
  const swaps = swapsAt[plugins] ?? 3;
  const ask = openClient(swapping);
  const warm = startLoad(ask);
  await pause(quietMs);
  await warm.stop();
  const before = startLoad(ask);
  await pause(quietMs);
  const quiet = await before.stop();
  const mb = swapping.subject.mb();
  const [meanwhile, began] = [startLoad(ask), Date.now()];
  const took = await swapTimes(swapping, ask, { swaps });
  const busy = await meanwhile.stop();
  const row = {
    subject,
    plugins,
    swaps,
    failed: busy.failed,
    'p99 before, ms': round(quantile(quiet.times, 0.99)),
    'p99 meanwhile, ms': round(quantile(busy.times, 0.99)),
    'loop held, ms': round(loopHeld(swapping, began)),
    'swap, ms': round(quantile(took, 0.5)),
    'MB before': Math.round(mb),
    'MB after': Math.round(swapping.subject.mb()),
  };
  await ask.close();
  await swapping.stop();
  return row;
}

async function measureMemory() {
  const swapping = await startOurs(20);
  const ask = openClient(swapping);
  await swapTimes(swapping, ask, { swaps: 20 });
  const before = swapping.subject.mb();
  await swapTimes(swapping, ask, { swaps: manySwaps, first: 20 });
  await pause(2_000);
  const growth = { swaps: manySwaps, before: Math.round(before), after: Math.round(swapping.subject.mb()) };
  await ask.close();
  await swapping.stop();
  return growth;
}

/** The time of each change until clients have it. */
async function swapTimes(
  swapping: Swapping,
  ask: Client,
  { swaps, first = 0 }: { readonly swaps: number; readonly first?: number },
): Promise<readonly number[]> {
  const took: number[] = [];
  for (let number = first + 1; number <= first + swaps; number += 1) {
    const began = performance.now();
    await swapping.toggle(number);
    while (!(await ask.succeeds(`{ toggle${number} }`))) {
      if (performance.now() - began > longestSwapMs) throw new Error(`Swap ${number} did not happen.`);
      await pause(20);
    }
    took.push(performance.now() - began);
  }
  return took;
}

type Client = ReturnType<typeof openClient>;

function openClient({ subject, authorization }: Swapping) {
  const { origin, pathname: path } = new URL(subject.url);
  const pool = new Pool(origin, { connections: 32 });
  const headers = { 'content-type': 'application/json', authorization };
  return {
    async succeeds(query: string): Promise<boolean> {
      const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify({ query }) });
      const { errors } = (await answer.body.json()) as { errors?: object[] };
      return errors === undefined;
    },
    close: () => pool.close(),
  };
}

/** This many requests a second, whether or not the earlier ones were answered. */
function startLoad(ask: Client) {
  const times: number[] = [];
  let failed = 0;
  const open = new Set<Promise<void>>();
  const one = async () => {
    const began = performance.now();
    const isGood = await ask.succeeds(load).catch(() => false);
    if (isGood) times.push(performance.now() - began);
    else failed += 1;
  };
  const timer = setInterval(() => {
    const asked = one().finally(() => open.delete(asked));
    open.add(asked);
  }, 1000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      return { times, failed };
    },
  };
}

/** The longest time since then that the main thread was blocked. */
function loopHeld({ loopFile }: Swapping, since: number): number {
  const lines = readFileSync(loopFile, 'utf8').trim().split('\n');
  const looks = lines.map((line) => JSON.parse(line) as { at: number; ms: number });
  return Math.max(...looks.filter(({ at }) => at > since + 500).map(({ ms }) => ms));
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
