import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diesWithParent, readStackState } from '@nimbusvault/vault';
import { ask, eventually, makeOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { descendantsOf, isRunning } from '../../support/processes.ts';

const serversAndSubgraphs = 5;
const patienceMilliseconds = 120_000;

let stateDir: string;
let vault: ChildProcess;
let printed: string;

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-killed-'));
  await start();
});

afterAll(async () => {
  await endVault();
  rmSync(stateDir, { recursive: true });
});

/** Runs `node scripts/start.mjs`, as `npm start` does; resolves once the vault is up; `printed` is its output. */
async function start(): Promise<void> {
  const env = { ...process.env, NIMBUS_STATE: stateDir, NIMBUS_PORT: '0' };
  const { file, args } = diesWithParent({ file: process.execPath, args: ['scripts/start.mjs'] }, 'SIGKILL');
  vault = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  printed = '';
  for (const output of [vault.stdout, vault.stderr]) {
    output?.on('data', (text: Buffer) => {
      printed += String(text);
    });
  }
  await eventually(async () => printed.includes('Ctrl-C stops everything.'), patienceMilliseconds);
}

/** Ends all processes, even after failed tests. */
async function endVault(): Promise<void> {
  if (vault.exitCode === null && vault.signalCode === null) await end(vault.pid!, 'SIGINT');
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  const exited = once(vault, 'exit');
  process.kill(pid, signal);
  await exited;
}

function pidOf(name: string): number {
  return Number(new RegExp(`^${name} .* (\\d+)$`, 'm').exec(printed)?.[1]);
}

function supervisor(): number {
  return descendantsOf(vault.pid!)[0]!;
}

test('the start ends with a table, a token and an address', () => {
  for (const name of ['postgres', 'nats', 'Core', 'Bookmarks', 'gateway']) {
    expect(printed).toMatch(new RegExp(`^${name} +\\S+://\\S+ +ready +\\d+$`, 'm'));
  }
  expect(printed).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m);
  expect(printed).not.toContain(new URL(readStackState(stateDir).databaseUrl).password);
});

test.each([
  ['the supervisor', () => supervisor()],
  ['the script that started it', () => vault.pid!],
])(
  'kill -9 of %s leaves no process, not even a stopped one, and the next start finds the data',
  async (_, victim) => {
    const { slug, admin } = await makeOrg(stateDir);
    const started = descendantsOf(vault.pid!);
    expect(started.length).toBeGreaterThan(serversAndSubgraphs);
    for (const name of ['Core', 'gateway']) process.kill(pidOf(name), 'SIGSTOP');

    await end(victim(), 'SIGKILL');

    await eventually(async () => started.filter(isRunning).length === 0);
    await start();
    const headers = { authorization: `Bearer ${admin.token}` };
    const query = '{ viewer { organization { slug } } }';
    const answer = await ask(readStackState(stateDir).gatewayUrl, headers, { query });
    expect(answer).toEqual({ status: 200, data: { viewer: { organization: { slug } } } });
  },
  360_000,
);

test('an interrupt leaves no process, even if nobody can read what is printed', async () => {
  const started = descendantsOf(vault.pid!);
  for (const output of [vault.stdout, vault.stderr]) output?.destroy();
  await end(vault.pid!, 'SIGINT');
  expect(vault.exitCode).toBe(0);
  expect(started.filter(isRunning)).toEqual([]);
});
