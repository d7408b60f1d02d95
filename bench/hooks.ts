import { bareLatency, hookLatency } from './hooks/latency.ts';
import { openStand, type Stand } from './hooks/stand.ts';
import { timeBareLoop, timeHooks } from './hooks/throughput.ts';
import { atLeast, atMost, print, quantile } from './lib/figures.ts';

const rounds = 7;
const eventsInRound = 20_000;
const effects = 1_000;
const warmUps = 200;

/** Compares hooks, from the outbox to the effect, with bare JetStream: the same messages on the same server, in turns. */
async function measureThroughput(stand: Stand): Promise<readonly { hooks: number; bare: number }[]> {
  await timeBareLoop(stand, eventsInRound / 4); // warms up both
  await timeHooks(stand, eventsInRound / 4);
  const measured: { hooks: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = await timeBareLoop(stand, eventsInRound);
    measured.push({ bare, hooks: await timeHooks(stand, eventsInRound) });
  }
  return measured;
}

async function measureLatency(stand: Stand): Promise<{ hooks: readonly number[]; bare: readonly number[] }> {
  const [hook, bare] = [await hookLatency(stand), await bareLatency(stand)];
  const measured = { hooks: [] as number[], bare: [] as number[] };
  for (let effect = 0; effect < warmUps; effect += 1) await bare().then(hook);
  for (let effect = 0; effect < effects; effect += 1) {
    measured.bare.push(await bare());
    measured.hooks.push(await hook());
  }
  return measured;
}

await using stand = await openStand();
const throughput = await measureThroughput(stand);
const latency = await measureLatency(stand);
const median = (of: 'hooks' | 'bare') =>
  quantile(
    throughput.map((round) => round[of]),
    0.5,
  );
const ratios = throughput.map(({ hooks, bare }) => hooks / bare);
const times = (part: number) => quantile(latency.hooks, part) / quantile(latency.bare, part);

console.table([
  { loop: 'hooks', ...row(median('hooks'), latency.hooks) },
  { loop: 'bare', ...row(median('bare'), latency.bare) },
]);
print([
  atLeast(`events/s end to end, part of the bare loop's, median of ${rounds}`, quantile(ratios, 0.5), 0.5),
  atMost(`effect latency p50, times the bare loop's`, times(0.5), 3),
]);

function row(eventsPerSecond: number, latencies: readonly number[]): object {
  const milliseconds = (part: number) => Number(quantile(latencies, part).toFixed(2));
  return {
    'events/s': Math.round(eventsPerSecond),
    'p50, ms': milliseconds(0.5),
    'p99, ms': milliseconds(0.99),
  };
}
