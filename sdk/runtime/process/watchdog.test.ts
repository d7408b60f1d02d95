import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';

const kernel = JSON.stringify(import.meta.resolve('@nimbusvault/sdk/kernel'));
const lifecycle = JSON.stringify(import.meta.resolve('./index.ts'));
const longestStuckSeconds = 2;

/** A process that hangs at SIGUSR2, in JavaScript or, with an argument, in a wait; it may be stuck for two seconds. */
const program = `
  import { noteActivity } from ${kernel};
  import { followSupervisor, runUntilStopped } from ${lifecycle};
  followSupervisor('hanger');
  function spinForEver() { for (;;); }
  function waitForEver() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }
  process.on('SIGUSR2', () => {
    noteActivity('request 7 of acme');
    if (process.argv[2] === 'wait') waitForEver();
    else spinForEver();
  });
  setInterval(() => {}, 1_000);
  await runUntilStopped({ name: 'hanger', url: 'http://127.0.0.1', stop: async () => {} });`;

interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  said(): string;
  /** The number of times that it became ready. */
  starts(): number;
}

/** Starts the process with flags for Node; resolves once it is ready. */
async function start({
  flags = [],
  args = [],
  isSupervised = false,
}: {
  flags?: readonly string[];
  args?: readonly string[];
  isSupervised?: boolean;
} = {}): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-watchdog-'));
  const file = join(folder, 'hanger.mjs');
  writeFileSync(file, program);
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(isSupervised ? (['ipc'] as const) : [])];
  const env = { ...process.env, NIMBUS_STUCK_SECONDS: String(longestStuckSeconds) };
  const child = spawn(process.execPath, [...flags, file, ...args], { stdio, env });
  const ended = once(child, 'exit');
  let text = '';
  child.stdout?.on('data', (more) => (text += String(more)));
  const starts = () => text.split('"msg":"ready"').length - 1;
  await vi.waitFor(() => expect(starts()).toBe(1), { timeout: 30_000 });
  return {
    child,
    said: () => text,
    starts,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const patience = { timeout: 100_000 };
const longest = { timeout: 120_000 };

test.concurrent(
  'a process that hangs begins anew, and its log says what it did last and where',
  longest,
  async () => {
    await using hanger = await start();
    hanger.child.kill('SIGUSR2');
    await vi.waitFor(() => expect(hanger.starts()).toBe(2), patience);
    const line =
      hanger
        .said()
        .split('\n')
        .find((each) => each.includes('hangs')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      level: 60,
      name: 'hanger',
      pid: hanger.child.pid,
      lastActivity: 'request 7 of acme',
      place: expect.arrayContaining([expect.stringMatching(/^spinForEver \(file:.*hanger\.mjs:5\)$/)]),
    });
    const ended = once(hanger.child, 'close');
    hanger.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);

test.concurrent(
  'a supervised process that hangs is ended, for its supervisor to start it again',
  longest,
  async () => {
    await using hanger = await start({ isSupervised: true });
    const ended = once(hanger.child, 'close');
    hanger.child.kill('SIGUSR2');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(hanger.said()).toContain('request 7 of acme');
  },
);

test.concurrent('a process that waits for ever outside of JavaScript is ended', longest, async () => {
  await using hanger = await start({ args: ['wait'] });
  const ended = once(hanger.child, 'close');
  hanger.child.kill('SIGUSR2');
  await Promise.race([ended, vi.waitFor(() => expect(hanger.starts()).toBe(2), patience)]);
  expect(hanger.said()).toContain('request 7 of acme');
});

test.concurrent('a process that is stopped for long does not hang', longest, async () => {
  await using hanger = await start();
  const { child, starts, said } = hanger;
  child.kill('SIGSTOP');
  await pause(longestStuckSeconds * 2_000);
  child.kill('SIGCONT');
  await pause(longestStuckSeconds * 2_000);
  expect([child.exitCode, child.signalCode, starts()]).toEqual([null, null, 1]);
  expect(said()).not.toContain('hangs');
});

test.concurrent('a process with a debugger does not hang', longest, async () => {
  await using hanger = await start({ flags: ['--inspect=127.0.0.1:0'] });
  const { child, starts, said } = hanger;
  await pause(1_500); // until it has noticed
  child.kill('SIGUSR2');
  await pause(longestStuckSeconds * 2_000);
  expect([child.exitCode, child.signalCode, starts()]).toEqual([null, null, 1]);
  expect(said()).not.toContain('hangs');
});
