import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { Pool } from 'undici';
import { operations, subgraphs, type OperationName } from './gateway/scenario.ts';
import { startSubgraphHost, startSubject, type Subject } from './gateway/subjects.ts';
import { atMost, print, quantile } from './lib/figures.ts';

const inFlight = 16;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4);
const warmUps = 400;

interface Row {
  readonly subject: string;
  readonly operation: OperationName;
  readonly 'CPU, ms/op': number;
  readonly 'p50, ms': number;
  readonly 'p99, ms': number;
  readonly 'ops/s': number;
  readonly 'peak MB': number;
  readonly 'sub-requests': number;
}

installPeers();
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
const host = await startSubgraphHost();
const supergraphFile = join(folder, 'supergraph.graphql');
writeFileSync(supergraphFile, compose(host.origin));

const ours = () =>
  startSubject('sdk/bin/nimbus.mjs', [
    'gateway',
    '--supergraph',
    supergraphFile,
    '--port',
    '0',
    '--insecure',
  ]);
const peers: Record<string, () => Promise<Subject>> = {
  ours,
  stock: () => startSubject('bench/peers/stock.mjs', [supergraphFile], { NODE_ENV: 'production' }),
  limit: () => startSubject('bench/gateway/limit.ts', [recordedFile]),
};
const recordedFile = join(folder, 'recorded.json');
await record();

const rows: Row[] = [];
for (const [name, start] of Object.entries(peers)) {
  const subject = await start();
  for (const operation of Object.keys(operations) as OperationName[])
    rows.push(await measure(name, operation, subject));
  await subject.stop();
}
host.stop();
console.table(rows);
const cpu = (subject: string, operation: OperationName) =>
  rows.find((row) => row.subject === subject && row.operation === operation)?.['CPU, ms/op'] ?? NaN;
print([
  atMost('big: CPU by that of the stock gateway', cpu('ours', 'big') / cpu('stock', 'big'), 1 / 12),
  atMost(
    'one fetch: CPU by that of the stock gateway',
    cpu('ours', 'one fetch') / cpu('stock', 'one fetch'),
    1 / 6,
  ),
  atMost(
    'two fetches: CPU by that of the stock gateway',
    cpu('ours', 'two fetches') / cpu('stock', 'two fetches'),
    1 / 6,
  ),
  atMost('big: CPU by that of the limit', cpu('ours', 'big') / cpu('limit', 'big'), 1.25),
  atMost('one fetch: CPU by that of the limit', cpu('ours', 'one fetch') / cpu('limit', 'one fetch'), 1.25),
]);

/** Asks for one operation for some seconds, each time as somebody else. */
async function measure(
  subject: string,
  operation: OperationName,
  { url, cpu: used, peakMb }: Subject,
): Promise<Row> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const body = JSON.stringify({ query: operations[operation] });
  let number = 0;
  const ask = async () => {
    number += 1;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${number}` };
    const answer = await pool.request({ path: pathname, method: 'POST', body, headers });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || text.startsWith('{"errors"'))
      throw new Error(`${subject}: ${text.slice(0, 500)}`);
  };
  await inParallel(() => (number < warmUps ? ask() : undefined));
  await host.take();
  const times: number[] = [];
  const [began, before] = [performance.now(), used()];
  await inParallel(() => (performance.now() - began < seconds * 1000 ? timed(ask, times) : undefined));
  const [took, spent] = [performance.now() - began, used() - before];
  const asked = await host.take();
  await pool.close();
  return {
    subject,
    operation,
    'CPU, ms/op': round((spent * 1000) / times.length),
    'p50, ms': round(quantile(times, 0.5)),
    'p99, ms': round(quantile(times, 0.99)),
    'ops/s': Math.round((times.length / took) * 1000),
    'peak MB': Math.round(peakMb()),
    'sub-requests': round(asked.length / times.length),
  };
}

async function timed(work: () => Promise<void>, times: number[]): Promise<void> {
  const began = performance.now();
  await work();
  times.push(performance.now() - began);
}

async function inParallel(next: () => Promise<void> | undefined): Promise<void> {
  const worker = async () => {
    for (let work = next(); work; work = next()) await work;
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

/** What our gateway asks and answers, for the limit to do as much. */
async function record(): Promise<void> {
  const subject = await ours();
  const recorded: Record<string, object> = {};
  for (const query of Object.values(operations)) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    };
    await host.take();
    const response = await fetch(subject.url, request);
    const text = await response.text();
    recorded[query] = { asked: await host.take(), answer: JSON.parse(text) as unknown };
    console.log(`${query.slice(0, 20).replaceAll('\n', ' ')}…: ${text.length} bytes`);
  }
  await subject.stop();
  writeFileSync(recordedFile, JSON.stringify({ origin: host.origin, operations: recorded }));
}

/** They are in a package of their own, which the product does without. */
function installPeers(): void {
  if (existsSync('bench/peers/node_modules')) return;
  console.error('Installing the gateways to compare with, once');
  execFileSync('npm', ['ci', '--prefix', 'bench/peers', '--ignore-scripts'], { stdio: 'inherit' });
}

function compose(origin: string): string {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `${origin}/${name}`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl) return supergraphSdl;
  throw new Error(
    `${resolve('bench/gateway/scenario.ts')}: ${errors?.map(({ message }) => message).join('\n')}`,
  );
}
