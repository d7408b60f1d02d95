import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diesWithParent, readStackState } from '@nimbusvault/sdk/stack';
import { ask, eventually, makeOrg } from '@nimbusvault/sdk/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { descendantsOf, isRunning } from '../../support/processes.ts';

const serversAndSubgraphs = 5;
const patienceMilliseconds = 120_000;

let stateDir: string;
let vault: ChildProcess;

beforeAll(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-killed-'));
});

afterAll(() => rmSync(stateDir, { recursive: true }));

/** `node scripts/start.mjs`, as `npm start` does it; resolves to what it printed once the vault is up. */
async function start(): Promise<string> {
  const env = { ...process.env, NIMBUS_STATE: stateDir, NIMBUS_PORT: '0' };
  const { file, args } = diesWithParent({ file: process.execPath, args: ['scripts/start.mjs'] }, 'SIGKILL');
  const started = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => endAll(started));
  vault = started;
  let printed = '';
  for (const output of [vault.stdout, vault.stderr]) {
    output?.on('data', (text: Buffer) => {
      printed += String(text);
    });
  }
  await eventually(async () => printed.includes('Ctrl-C stops everything.'), patienceMilliseconds);
  return printed;
}

/** Leaves nothing running, whatever the test has come to. */
async function endAll(started: ChildProcess): Promise<void> {
  if (started.exitCode !== null || started.signalCode !== null) return;
  const exited = once(started, 'exit');
  started.kill('SIGINT');
  await exited;
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  const exited = once(vault, 'exit');
  process.kill(pid, signal);
  await exited;
}

function pidIn(table: string, name: string): number {
  return Number(new RegExp(`^${name} .* (\\d+)$`, 'm').exec(table)?.[1]);
}

function supervisor(): number {
  return descendantsOf(vault.pid!)[0]!;
}

test('the start ends with a table, a token and an address, and an interrupt leaves nothing', async () => {
  const printed = await start();
  const started = descendantsOf(vault.pid!);

  for (const name of ['postgres', 'nats', 'Core', 'Bookmarks', 'gateway']) {
    expect(printed).toMatch(new RegExp(`^${name} +\\S+://\\S+ +ready +\\d+$`, 'm'));
  }
  expect(printed).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m);
  expect(printed).not.toContain(new URL(readStackState(stateDir).databaseUrl).password);

  await end(vault.pid!, 'SIGINT');

  expect(vault.exitCode).toBe(0);
  expect(started.filter(isRunning)).toEqual([]);
}, 180_000);

test.each([
  ['the supervisor', () => supervisor()],
  ['the script that started it', () => vault.pid!],
])(
  'kill -9 of %s leaves no process, not even a stopped one, and the next start finds the data',
  async (_, victim) => {
    const printed = await start();
    const { slug, admin } = await makeOrg(stateDir);
    for (const name of ['Core', 'gateway']) process.kill(pidIn(printed, name), 'SIGSTOP');
    const started = descendantsOf(vault.pid!);
    expect(started.length).toBeGreaterThan(serversAndSubgraphs);

    await end(victim(), 'SIGKILL');

    await eventually(async () => started.filter(isRunning).length === 0, 60_000);
    await start();
    const headers = { authorization: `Bearer ${admin.token}` };
    const query = '{ viewer { organization { slug } } }';
    const { data } = await ask(readStackState(stateDir).gatewayUrl, headers, { query });
    expect(data.viewer.organization.slug).toBe(slug);
    await end(vault.pid!, 'SIGTERM');
  },
  360_000,
);
