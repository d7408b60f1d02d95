import { setTimeout as pause } from 'node:timers/promises';
import { growHistory, leaveDeadRows } from './growth/history.ts';
import { hookPlugins, openGrowthStand, type GrowthStand } from './growth/stand.ts';
import { compareStatements, takeStatements, type Statement } from './growth/statements.ts';
import { atMost, print, quantile } from './lib/figures.ts';

const [few, many] = [100_000, 1_000_000];
const deadRows = 5_000;
const pieces = 25;
const warmUps = 50;
const effects = 200;
const restMs = 4_000;
const mostShown = 15;
const mostMore = 4;
const mostTimes = 1.2;

interface Measured {
  readonly statements: readonly Statement[];
  /** The median latency of an effect, by that of an empty vault in the same minute. */
  readonly times: number;
  readonly p50Ms: number;
  readonly emptyP50Ms: number;
}

/** Starts the processes on the vault as it is, and lets them do all kinds of work. */
async function measure(stand: GrowthStand, empty: GrowthStand): Promise<Measured> {
  await stand.restart();
  await pause(restMs); // who looks first visits what is dead once, and marks it
  await stand.owner.query('select pg_stat_statements_reset()');
  await Promise.all([stand.restart(), empty.restart()]);
  const statements = await measureBlocks(stand);
  const latency = { stand: [] as number[], empty: [] as number[] };
  for (let effect = 0; effect < warmUps; effect += 1) await stand.effect().then(empty.effect);
  for (let effect = 0; effect < effects; effect += 1) {
    latency.stand.push(await stand.effect());
    latency.empty.push(await empty.effect());
  }
  const [p50Ms, emptyP50Ms] = [quantile(latency.stand, 0.5), quantile(latency.empty, 0.5)];
  return { statements, p50Ms, emptyP50Ms, times: p50Ms / emptyP50Ms };
}

async function measureBlocks({ owner, work }: GrowthStand): Promise<readonly Statement[]> {
  for (let piece = 0; piece < pieces; piece += 1) await work();
  await pause(restMs); // looks that find nothing
  return takeStatements(owner);
}

async function grow({ owner }: GrowthStand, from: number, to: number): Promise<void> {
  await growHistory(owner, { from, to });
  await leaveDeadRows(owner, deadRows);
}

await using stand = await openGrowthStand();
await using empty = await openGrowthStand(hookPlugins);
await grow(stand, 0, few);
const small = await measure(stand, empty);
await grow(stand, few, many);
const large = await measure(stand, empty);

const grown = compareStatements(small.statements, large.statements);
console.table(
  grown.slice(0, mostShown).map(({ statement, small: before, large: after, more, calls }) => ({
    statement: statement.slice(0, 90),
    calls,
    [`blocks at ${few}`]: Number(before.toFixed(1)),
    [`blocks at ${many}`]: Number(after.toFixed(1)),
    more: Number(more.toFixed(1)),
  })),
);
console.table(
  [small, large].map(({ p50Ms, emptyP50Ms }, index) => ({
    events: [few, many][index],
    'p50, ms': Number(p50Ms.toFixed(2)),
    'p50 of the empty vault, ms': Number(emptyP50Ms.toFixed(2)),
  })),
);
print([
  atMost(
    `blocks that a statement reads more at ${many} events, the worst of ${grown.length}`,
    grown[0]?.more ?? NaN,
    mostMore,
  ),
  atMost(`effect latency p50 at ${few} events, times the empty vault's`, small.times, mostTimes),
  atMost(`effect latency p50 at ${many} events, times the empty vault's`, large.times, mostTimes),
]);
