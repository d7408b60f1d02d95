import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { diesWithParent } from './diesWithParent.ts';

const lifecycle = JSON.stringify(import.meta.resolve('@nimbusvault/runtime/process'));
const wakes = JSON.stringify(import.meta.resolve('./wakesWithoutParent.ts'));

/** A process that serves nothing; SIGUSR2 blocks its event loop. */
const servant = (starting: string) => `
  import { followSupervisor, runUntilStopped } from ${lifecycle};
  followSupervisor('servant');
  process.on('SIGUSR2', () => { for (;;); });
  setInterval(() => {}, 1_000);
  process.send({ type: 'pid', pid: process.pid });
  ${starting};
  await runUntilStopped({ name: 'servant', url: 'http://127.0.0.1', stop: async () => {} });`;

const supervisor = (starting: string) => `
  import { spawn } from 'node:child_process';
  import { wakesWithoutParent } from ${wakes};
  const script = ${JSON.stringify(servant(starting))};
  const command = { file: process.execPath, args: ['--input-type=module-typescript', '--eval', script] };
  const { file, args } = wakesWithoutParent(command);
  const child = spawn(file, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.on('message', ({ type, pid }) => console.log(type === 'pid' ? 'pid ' + pid : type));`;

interface Supervised extends AsyncDisposable {
  readonly parent: ChildProcess;
  readonly pid: number;
}

/** A supervisor whose child has printed `word`. */
async function superviseUntil(word: string, starting = ''): Promise<Supervised> {
  const node = ['--input-type=module-typescript', '--eval', supervisor(starting)];
  const { file, args } = diesWithParent({ file: process.execPath, args: node }, 'SIGKILL');
  const parent = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(parent, 'exit');
  let said = '';
  parent.stdout.on('data', (text) => (said += String(text)));
  await vi.waitFor(() => expect(said).toContain(word), { timeout: 30_000 });
  const pid = Number(/pid (\d+)/.exec(said)?.[1]);
  return {
    parent,
    pid,
    async [Symbol.asyncDispose]() {
      parent.kill('SIGKILL');
      await exited;
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

// A dead process that has not been reaped is a zombie, "Z".
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function endsWithin(milliseconds: number, pid: number): Promise<void> {
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: milliseconds, interval: 100 });
}

test.concurrent.each([
  ['is idle', []],
  ['was stopped', ['SIGSTOP']],
  ['has a blocked event loop', ['SIGUSR2']],
  ['has a blocked event loop and was stopped', ['SIGUSR2', 'SIGSTOP']],
] as const)('a process that %s ends after its supervisor was killed', async (_, signals) => {
  await using supervised = await superviseUntil('ready');
  const { parent, pid } = supervised;
  for (const signal of signals) {
    process.kill(pid, signal);
    await pause(1_000); // until the signal has arrived
  }
  parent.kill('SIGKILL');
  await endsWithin(30_000, pid);
  expect(isRunning(pid)).toBe(false);
});

test.concurrent('a start whose supervisor was killed is cancelled', async () => {
  await using supervised = await superviseUntil(
    'pid',
    'await new Promise((resolve) => setTimeout(resolve, 60_000))',
  );
  const { parent, pid } = supervised;
  parent.kill('SIGKILL');
  await endsWithin(8_000, pid);
  expect(isRunning(pid)).toBe(false);
});
