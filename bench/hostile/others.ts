import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { startVaultSubject } from '../gateway/vaultSubject.ts';
import { quantile } from '../lib/figures.ts';
import type { FloodAnswers, FloodStart } from './floodClient.ts';
import { floods } from './floods.ts';

const floodMs = Number(process.env['BENCH_FLOOD_MS'] ?? 8_000);
const settlingMs = 1_500;
const pauseMs = 20;
const allowed = new Set([200, 400, 401, 413, 429, 503]);

/** How another organization fares with its new operations while one floods the gateway. */
interface FloodRow {
  readonly flood: string;
  readonly 'p50, ms': number;
  readonly 'p99, ms': number;
  readonly answered: number;
  readonly failed: number;
  /** The answers to the flood. */
  readonly flooded: string;
  /** Answers that a flood must not get. */
  readonly wrong: number;
}

type Vault = Awaited<ReturnType<typeof startVaultSubject>>;

/** Each flood meets the same gateway, which has both cores; the first row is the one without a flood. */
export async function measureOthers(folder: string, origin: string): Promise<readonly FloodRow[]> {
  const vault = await startVaultSubject(folder, origin, {
    cores: '0,1',
    plugins: ['inventory', 'products', 'reviews'],
  });
  const rows: FloodRow[] = [];
  const only = process.env['BENCH_FLOOD'];
  try {
    await newOperations(vault, floodMs); // compiled by then
    rows.push({ flood: 'none', ...(await newOperations(vault, floodMs)), flooded: '', wrong: 0 });
    for (const name of Object.keys(floods).filter((each) => only === undefined || each.includes(only))) {
      rows.push(await during(name, vault));
      console.error(rows.at(-1));
    }
  } finally {
    await vault.subject.stop();
  }
  return rows;
}

async function during(name: string, vault: Vault): Promise<FloodRow> {
  const { orgs = [], users = 0 } = floods[name] ?? {};
  const senders = orgs.flatMap((org) =>
    Array.from({ length: users }, (_, user) => vault.authorize(org, user)),
  );
  const child = fork(join(import.meta.dirname, 'floodClient.ts'), { execArgv: [] });
  const start: FloodStart = { name, url: vault.subject.url, authorizations: await Promise.all(senders) };
  child.send(start);
  await pause(settlingMs);
  const fared = await newOperations(vault, floodMs);
  const told = once(child, 'message');
  child.send('over');
  const [answers] = (await told) as [FloodAnswers];
  await pause(settlingMs); // what is left of it does not weigh on the next
  const wrong = Object.entries(answers).filter(([kind]) => !allowed.has(Number(kind.split(' ')[0])));
  return {
    flood: name,
    ...fared,
    flooded: Object.entries(answers)
      .map(([kind, count]) => `${count} x ${kind}`)
      .join(', '),
    wrong: wrong.reduce((sum, [, count]) => sum + count, 0),
  };
}

let number = 0;

/** A user of another organization sends one new operation after the other. */
async function newOperations({ subject, authorize }: Vault, ms: number) {
  const { origin, pathname: path } = new URL(subject.url);
  const pool = new Pool(origin, { connections: 1 });
  const headers = { 'content-type': 'application/json', authorization: await authorize('quiet', 1) };
  const times: number[] = [];
  let failed = 0;
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const query = `query New${(number += 1)} { users { id name reviews { id } } }`;
    const began = performance.now();
    const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify({ query }) });
    const text = await answer.body.text();
    times.push(performance.now() - began);
    if (!text.startsWith('{"data":{"users":[{"id":"u0"')) {
      failed += 1;
      console.error(`The other organization got ${answer.statusCode}: ${text.slice(0, 300)}`);
    }
    await pause(pauseMs);
  }
  await pool.close();
  const rounded = (part: number) => Math.round(quantile(times, part));
  return { 'p50, ms': rounded(0.5), 'p99, ms': rounded(0.99), answered: times.length - failed, failed };
}
