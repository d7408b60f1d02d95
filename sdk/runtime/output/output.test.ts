import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';

const openLog = JSON.stringify(import.meta.resolve('./openLog.ts'));
const lifecycle = JSON.stringify(import.meta.resolve('../process/index.ts'));

const pinnedNode = JSON.stringify(import.meta.resolve('@nimbusvault/sdk/pinned-node'));

/** A process that logs as many lines of about 1 kB as a message over IPC says, and ends at SIGTERM. */
const talker = `
  import { openLog } from ${openLog};
  import { runUntilStopped } from ${lifecycle};
  const log = openLog('talker');
  log.info({ pid: process.pid });
  setInterval(() => {}, 1_000);
  process.on('message', (lines) => {
    for (let line = 0; line < lines; line += 1) log.info({ line, padding: 'x'.repeat(900) });
    process.send({ memory: process.memoryUsage.rss() });
  });
  await runUntilStopped({ name: 'talker', url: 'http://127.0.0.1', stop: async () => {} }, log);`;

/** Starts one; resolves once it listens to its signals. */
async function startTalker(stdout: 'pipe' | number): Promise<ChildProcess> {
  const stdio: StdioOptions = ['ignore', stdout, 'inherit', 'ipc'];
  const node = ['--input-type=module-typescript', '--eval', talker];
  const child = spawn(process.execPath, node, { stdio });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

/** Resolves to the memory of the process once it has logged the lines. */
async function log(child: ChildProcess, lines: number): Promise<number> {
  child.send(lines);
  const [{ memory }] = (await once(child, 'message')) as [{ memory: number }];
  return memory;
}

/** The exit code of a process after SIGTERM; undefined if it does not end. */
async function stop(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await Promise.race([ended, pause(30_000, [undefined], { ref: false })])) as unknown[];
  return code;
}

// A dead process that has not been reaped is a zombie, "Z".
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

function untilSaid(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (more) => {
      said += String(more);
      if (said.includes(words)) resolve();
    });
  });
}

/** A pipe as a shell makes it; nobody has read from it. */
function makePipe(): { reader: number; writer: number } {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-output-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pipe');
  spawnSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(file, constants.O_WRONLY) };
}

test('a reader that stopped does not hold up the end', async () => {
  const { writer } = makePipe();
  const talkers = await Promise.all([startTalker('pipe'), startTalker(writer)]);
  for (const child of talkers) {
    await log(child, 3_000);
    expect(await stop(child)).toBe(0);
  }
});

test('a reader that is gone does not hold up the end', async () => {
  const { reader, writer } = makePipe();
  const talkers = await Promise.all([startTalker('pipe'), startTalker(writer)]);
  for (const child of talkers) await log(child, 3_000);
  talkers[0]?.stdout?.destroy();
  closeSync(reader);
  closeSync(writer);
  for (const child of talkers) {
    await log(child, 10);
    expect(await stop(child)).toBe(0);
  }
});

test('a process ends whose parent was killed and whose log has no reader', async () => {
  const parent = `
    import { runOn } from ${pinnedNode};
    await runOn(process.execPath, ['--input-type=module-typescript', '--eval', ${JSON.stringify(talker)}]);`;
  const node = ['--input-type=module', '--eval', parent];
  const killed = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(killed.stdout, 'data')) as [Buffer];
  const { pid } = JSON.parse(String(said).split('\n', 1)[0]!) as { pid: number };
  killed.kill('SIGKILL');
  killed.stdout.destroy();
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });
});

test('a full disk does not end the process, and its end is clean', async () => {
  const full = openSync('/dev/full', 'w');
  const child = await startTalker(full);
  closeSync(full);
  await log(child, 3_000);
  await log(child, 10);
  expect(await stop(child)).toBe(0);
});

test('a reader that stopped costs 1 MB at most, whatever is logged', async () => {
  const child = await startTalker('pipe');
  const before = await log(child, 3_000);
  for (let round = 0; round < 20; round += 1) await log(child, 3_000);
  expect((await log(child, 1)) - before).toBeLessThan(40_000_000); // 60 MB were logged
  expect(await stop(child)).toBe(0);
});

test('a slow reader gets complete lines in their order, and the count of those that it missed', async () => {
  const child = await startTalker('pipe');
  await log(child, 5_000);
  const all = text(child.stdout!);
  await untilSaid(child, 'lines of this log');
  expect(await stop(child)).toBe(0);
  const lines = (await all).trim().split('\n');
  const seen = lines.map((line) => JSON.parse(line) as { line?: number; msg?: string });
  const numbers = seen.flatMap(({ line }) => line ?? []);
  const lost = seen.flatMap(({ msg = '' }) => /^(\d+) lines of this log/.exec(msg)?.[1] ?? []);
  expect(numbers).toEqual(numbers.map((_, index) => index));
  expect(numbers.length + Number(lost)).toBe(5_000);
  expect(seen.at(-1)?.msg).toBe('stopped');
});

test('lines for a file are appended to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-output-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = openSync(join(folder, 'log'), 'a');
  writeSync(file, 'before\n');
  const child = await startTalker(file);
  closeSync(file);
  await log(child, 10);
  expect(await stop(child)).toBe(0);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toMatch(/^before\n(\{.*\}\n){14}$/);
});
