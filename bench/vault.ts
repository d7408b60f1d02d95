import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { makeOrg, type Client } from '@nimbusvault/testing';
import { descendantsOf } from '../tests/support/processes.ts';
import { atMost, print, quantile } from './lib/figures.ts';

const warmStarts = 5;
const hookRounds = 50;

/** The waiting times of a newcomer: for the table of `npm start`, with all plugins of the repository, for a first query, and for a hook's effect; and the memory of it all. */
const stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
const cold = await timeStart();
await stop(cold.vault);
const warm: number[] = [];
for (let round = 0; round < warmStarts; round += 1) {
  const { vault, ms } = await timeStart();
  warm.push(ms);
  await stop(vault);
}
const last = await timeStart();
const { admin } = await makeOrg(stateDir);
const firstQueryMs = await timeQuery(admin);
const effects = await timeHooks(admin);
const megabytes = megabytesOf([last.vault.pid ?? 0, ...descendantsOf(last.vault.pid ?? 0)]);
await stop(last.vault);
rmSync(stateDir, { recursive: true });

print([
  atMost('first start on an empty state folder, s', cold.ms / 1000, 12),
  atMost(`warm start, median of ${warmStarts}, s`, quantile(warm, 0.5) / 1000, 5),
  atMost('first query over core and Bookmarks, ms', firstQueryMs, 500),
  atMost('memory of all processes, shared pages counted once, MB', megabytes, 1_500),
  atMost('hook effect through the gateway, p50, ms', quantile(effects, 0.5), 100),
  atMost('hook effect through the gateway, p95, ms', quantile(effects, 0.95), 200),
]);

async function timeStart(): Promise<{ vault: ChildProcess; ms: number }> {
  const began = performance.now();
  const env = { ...process.env, NIMBUS_STATE: stateDir, NIMBUS_PORT: '0' };
  const vault = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: vault.stdout })) {
    if (line.startsWith('Ctrl-C')) break;
  }
  return { vault, ms: performance.now() - began };
}

async function stop(vault: ChildProcess): Promise<void> {
  const ended = once(vault, 'exit');
  vault.kill('SIGTERM');
  await ended;
}

async function timeQuery(client: Client): Promise<number> {
  const began = performance.now();
  const { data } = await client.query('{ viewer { username } sharedBookmarks { totalCount } }');
  if (data?.viewer?.username !== 'ada') throw new Error('The first query failed.');
  return performance.now() - began;
}

/** Their proportional set size, by Linux. */
function megabytesOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const [, size = '0'] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(size);
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1_024;
}

async function timeHooks(client: Client): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < hookRounds; round += 1) times.push(await timeHook(client));
  return times;
}

/** The time from the answer of archiveDocument until the gateway no longer shows the bookmark, in milliseconds. */
async function timeHook(client: Client): Promise<number> {
  const created = await client.query(
    `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`,
  );
  const { id } = created.data.createDocument as { id: string };
  const share = `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "Plan" }) { __typename } }`;
  await client.query(share, { url: `https://vault.example/entity/${id}` });
  await client.query(`mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`, { id });
  const answered = performance.now();
  while ((await client.query(`{ sharedBookmarks { totalCount } }`)).data.sharedBookmarks.totalCount > 0)
    await pause(1);
  return performance.now() - answered;
}
