import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeScenario } from './gateway/compose.ts';
import { measure, type Row } from './gateway/measure.ts';
import { caseNames, cases, type CaseName } from './gateway/scenario.ts';
import { startSubgraphHost, startSubject, type Subject } from './gateway/subjects.ts';
import { startVaultSubject } from './gateway/vaultSubject.ts';
import { atMost, print } from './lib/figures.ts';
import { installPeers } from './lib/installPeers.ts';

const people = 1_000;
const anyRate = { perSecond: 1_000_000, burst: 1_000_000 };

installPeers('bench/peers');
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
const host = await startSubgraphHost();
const supergraphFile = join(folder, 'supergraph.graphql');
const recordedFile = join(folder, 'recorded.json');
writeFileSync(supergraphFile, composeScenario(host.origin));

const ours = () =>
  startSubject('gateway/bin/nimbus-gateway.mjs', [
    '--supergraph',
    supergraphFile,
    '--port',
    '0',
    '--insecure',
  ]);
const production = { env: { NODE_ENV: 'production' } };
const gateways: Record<string, () => Promise<Subject>> = {
  ours,
  stock: () => startSubject('bench/peers/stock.mjs', [supergraphFile], production),
  hive: () => startSubject('bench/peers/hive.mjs', [supergraphFile], production),
};
const comparable: readonly CaseName[] = ['big', 'one fetch', 'two fetches', 'mutation', '8 MB'];

await record();
const rows: Row[] = [];
for (const [name, start] of Object.entries(gateways)) await measureAll(name, start, caseNames);
await measureAll('limit', () => startSubject('bench/gateway/limit.ts', [recordedFile]), comparable);
await measureVault();
host.stop();
console.table(rows);
print(figures());

/** Each case runs in its own process, so that its memory is measured separately. */
async function measureAll(name: string, start: () => Promise<Subject>, wanted: readonly CaseName[]) {
  for (const operation of wanted) {
    const subject = await start();
    rows.push(await measure({ name, operation, subject, host }));
    console.error(`${name}: ${operation}`);
    await subject.stop();
  }
}

async function measureVault() {
  const limits = { rate: { org: anyRate, user: anyRate } };
  const { subject, authorize } = await startVaultSubject(folder, host.origin, { limits });
  const authorizations = await Promise.all(
    Array.from({ length: people }, (_, user) => authorize('acme', user)),
  );
  const authorization = (number: number) => authorizations[number % authorizations.length] ?? '';
  rows.push(
    await measure({ name: 'ours, of a vault', operation: 'one fetch', subject, host, authorization }),
  );
  await subject.stop();
}

function of(subject: string, operation: CaseName): Row | undefined {
  return rows.find((row) => row.subject === subject && row.operation === operation);
}

function figures() {
  const cpu = (subject: string, operation: CaseName) => of(subject, operation)?.['CPU, ms/op'] ?? NaN;
  const byCpu = (operation: CaseName, peer: string, target: number) =>
    atMost(`${operation}: CPU by that of ${peer}`, cpu('ours', operation) / cpu(peer, operation), target);
  const p99 = (subject: string) => of(subject, '500 connections')?.['p99, ms'] ?? NaN;
  const small: readonly CaseName[] = ['one fetch', 'two fetches', 'mutation'];
  return [
    byCpu('big', 'stock', 1 / 12),
    byCpu('big', 'hive', 1 / 6),
    ...small.flatMap((operation) => [byCpu(operation, 'stock', 1 / 6), byCpu(operation, 'hive', 1 / 6)]),
    ...comparable.map((operation) => byCpu(operation, 'limit', 1.25)),
    atMost('500 connections: failed requests', of('ours', '500 connections')?.failed ?? NaN, 0),
    atMost('500 connections: p99 by that of stock', p99('ours') / p99('stock'), 1 / 5),
    atMost('big: peak MB', of('ours', 'big')?.['peak MB'] ?? NaN, 250),
    atMost(
      'one fetch: CPU of a vault’s gateway by that of one alone',
      cpu('ours, of a vault', 'one fetch') / cpu('ours', 'one fetch'),
      1.25,
    ),
  ];
}

/** The requests and answers of our gateway, which the limit replays. */
async function record(): Promise<void> {
  const subject = await ours();
  const recorded: Record<string, object> = {};
  for (const query of comparable.flatMap((operation) => cases[operation].queries)) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    };
    await host.take();
    const response = await fetch(subject.url, request);
    const text = await response.text();
    recorded[query] = { asked: await host.take(), answer: JSON.parse(text) as unknown };
    console.error(`${query.slice(0, 20).replaceAll('\n', ' ')}…: ${text.length} bytes`);
  }
  await subject.stop();
  writeFileSync(recordedFile, JSON.stringify({ origin: host.origin, operations: recorded }));
}
