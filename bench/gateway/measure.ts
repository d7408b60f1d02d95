import { Pool } from 'undici';
import { quantile } from '../lib/figures.ts';
import { cases, type CaseName } from './scenario.ts';
import type { startSubgraphHost, Subject } from './subjects.ts';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const memoryEveryMs = 100;

export interface Row {
  readonly subject: string;
  readonly operation: CaseName;
  readonly 'CPU, ms/op': number;
  readonly 'p50, ms': number;
  readonly 'p99, ms': number;
  readonly 'ops/s': number;
  readonly 'peak MB': number;
  readonly 'sub-requests': number;
  readonly failed: number;
}

/** A measurement: one case on one gateway, with the subgraphs that it queries. */
interface Measurement {
  readonly name: string;
  readonly operation: CaseName;
  readonly subject: Subject;
  readonly host: Awaited<ReturnType<typeof startSubgraphHost>>;
  /** The Authorization of a request, by its number; of a different caller each time by default. */
  readonly authorization?: (number: number) => string;
}

/** Sends load for some seconds to warm up, and for as long again to measure. */
export async function measure(measurement: Measurement): Promise<Row> {
  const { name, operation, subject, host } = measurement;
  const { latencyMs } = cases[operation];
  const load = openLoad(measurement);
  await host.take(latencyMs);
  await load.run();
  await host.take(latencyMs);
  const before = subject.cpu();
  const { times, failed, tookMs, peakMb } = await load.run();
  const cpu = subject.cpu() - before;
  const asked = await host.take();
  await load.close();
  const answered = Math.max(1, times.length);
  return {
    subject: name,
    operation,
    'CPU, ms/op': round((cpu * 1000) / answered),
    'p50, ms': round(quantile(times, 0.5)),
    'p99, ms': round(quantile(times, 0.99)),
    'ops/s': Math.round((answered / tookMs) * 1000),
    'peak MB': Math.round(peakMb),
    'sub-requests': round(asked.length / answered),
    failed,
  };
}

function openLoad({ name, operation, subject, authorization = anybody }: Measurement) {
  const { queries, connections } = cases[operation];
  const { origin, pathname } = new URL(subject.url);
  const pool = new Pool(origin, { connections });
  const bodies = queries.map((query) => JSON.stringify({ query }));
  let number = 0;
  const ask = async () => {
    number += 1;
    const headers = { 'content-type': 'application/json', authorization: authorization(number) };
    const body = bodies[number % bodies.length] ?? '';
    const answer = await pool.request({ path: pathname, method: 'POST', body, headers });
    const text = await answer.body.text();
    if (answer.statusCode === 200 && !text.startsWith('{"errors"')) return;
    throw new Error(`${name}: ${text.slice(0, 300)}`);
  };
  const run = async () => {
    const [times, began]: [number[], number] = [[], performance.now()];
    let [failed, peakMb] = [0, 0];
    const watching = setInterval(() => {
      peakMb = Math.max(peakMb, subject.mb());
    }, memoryEveryMs);
    const worker = async () => {
      while (performance.now() - began < seconds * 1000) {
        const asked = performance.now();
        const isAnswered = await ask().then(
          () => true,
          (error: unknown) => tell(error),
        );
        if (isAnswered) times.push(performance.now() - asked);
        else failed += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    clearInterval(watching);
    return { times, failed, tookMs: performance.now() - began, peakMb };
  };
  return { run, close: () => pool.close() };
}

let told = 0;

/** Shows the first failures; counts all. */
function tell(error: unknown): false {
  told += 1;
  if (told <= 5) console.error(error);
  return false;
}

const anybody = (number: number) => `Bearer ${number}`;

function round(value: number): number {
  return Number(value.toFixed(3));
}
