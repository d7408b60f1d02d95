import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { supervise, type SupervisedProcess } from './supervise.ts';

const ready = `process.send({ type: 'ready' }); process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1_000);`;

const missingProgram = { file: '/nowhere/program', args: [] };

let folder: string;
let told: string[];
let supervised: SupervisedProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
  told = [];
});

afterEach(async () => {
  await supervised?.stop();
  rmSync(folder, { recursive: true });
});

const explain = (log: string) => /^why: (.*)$/m.exec(log)?.[1];

function superviseScript(script: string): SupervisedProcess {
  const command = { file: process.execPath, args: ['--eval', script] };
  const logFile = join(folder, 'sample.log');
  const spec = { name: 'sample', url: () => 'http://127.0.0.1', logFile, stopSignal: 'SIGTERM' as const };
  supervised = supervise({ ...spec, explain, command: async () => command }, (line) => told.push(line));
  return supervised;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a killed process is restarted as a new one', async () => {
  const sample = superviseScript(ready);
  await sample.start();
  const first = sample.pid!;

  process.kill(first, 'SIGKILL');

  await vi.waitFor(() => expect(sample.pid).not.toBe(first), { timeout: 10_000 });
  await vi.waitFor(() => expect(sample.status).toBe('ready'), { timeout: 30_000 });
  expect(told[0]).toContain('sample was ended by SIGKILL; starting it again.');
  expect(told[1]).toBe('sample is back.');
});

test('a process that has a fault is started again, and the fault is reported', async () => {
  let fault: string | undefined;
  const command = { file: process.execPath, args: ['--eval', ready] };
  const logFile = join(folder, 'sample.log');
  const spec = { name: 'sample', url: () => 'http://127.0.0.1', logFile, stopSignal: 'SIGTERM' as const };
  const findFault = () => fault;
  supervised = supervise({ ...spec, findFault, command: async () => command }, (line) => told.push(line));
  await supervised.start();
  const first = supervised.pid;

  fault = 'refuses to work';
  await vi.waitFor(() => expect(told).toContain('sample refuses to work.'), { timeout: 10_000 });
  fault = undefined;

  await vi.waitFor(() => expect(told).toContain('sample is back.'), { timeout: 30_000 });
  expect([supervised.status, isAlive(first!)]).toEqual(['ready', false]);
});

test('a stopped process stays down until it is started', async () => {
  const sample = superviseScript(ready);
  await sample.start();
  const { pid } = sample;

  await sample.stop();

  expect(isAlive(pid!)).toBe(false);
  await sleep(400);
  expect(sample.status).toBe('stopped');
  await sample.start();
  expect(sample.status).toBe('ready');
});

test('a process that is stopped and started during its restart runs once', async () => {
  const script = `console.log(process.pid); ${ready}`;
  const command = { file: process.execPath, args: ['--eval', script] };
  const logFile = join(folder, 'sample.log');
  let slowly = Promise.resolve();
  const spec = { name: 'sample', url: () => 'http://127.0.0.1', logFile, stopSignal: 'SIGTERM' as const };
  supervised = supervise({ ...spec, command: () => slowly.then(() => command) }, (line) => told.push(line));
  await supervised.start();
  const gate = Promise.withResolvers<void>();
  slowly = gate.promise;
  process.kill(supervised.pid!, 'SIGKILL');
  await vi.waitFor(() => expect(supervised?.status).toBe('restarting'), { timeout: 10_000 });
  await sleep(600); // the restart waits for its command

  await supervised.stop();
  const started = supervised.start();
  gate.resolve();
  await started;

  await sleep(600);
  const seen = readFileSync(logFile, 'utf8').trim().split('\n').map(Number);
  expect(seen.filter(isAlive)).toEqual([supervised.pid]);
  expect(supervised.status).toBe('ready');
});

test('a halted process ends cleanly when it is stopped', async () => {
  const sample = superviseScript(ready);
  await sample.start();
  process.kill(sample.pid!, 'SIGSTOP');
  const began = performance.now();

  await sample.stop();

  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a process that is started while it stops runs once afterwards', async () => {
  const sample = superviseScript(ready);
  await sample.start();
  const { pid } = sample;

  const stopped = sample.stop();
  await sample.start();
  await stopped;

  expect([isAlive(pid!), isAlive(sample.pid!), sample.status]).toEqual([false, true, 'ready']);
});

test('a failed start shows the end of the log, in the words of its messages', async () => {
  const sample = superviseScript(
    `console.log(JSON.stringify({ level: 50, msg: 'no database', err: { message: 'refused' } })); process.exit(3)`,
  );

  await expect(sample.start()).rejects.toThrow(
    /^sample ended with exit code 3\. .*sample\.log:\n {2}no database: refused$/,
  );
});

test('the line on a crash says why', async () => {
  const sample = superviseScript(
    `process.send({ type: 'ready' }); setTimeout(() => { console.log('why: too late'); process.exit(4); }, 100)`,
  );
  await sample.start();
  await vi.waitFor(
    () => expect(told.join()).toMatch(/^sample ended with exit code 4 \(too late\); starting it again/),
    { timeout: 10_000 },
  );
});

test('a process that cannot start is retried, less and less often', async () => {
  const sample = superviseScript(`process.exit(1)`);
  await expect(sample.start()).rejects.toThrow('sample ended with exit code 1');

  await sleep(1_500);

  expect(told.length).toBeGreaterThanOrEqual(1);
  expect(told.length).toBeLessThanOrEqual(3);
});

test('a missing program is a failed start', async () => {
  const logFile = join(folder, 'sample.log');
  const spec = { name: 'sample', url: () => 'http://127.0.0.1', logFile, stopSignal: 'SIGTERM' as const };
  supervised = supervise({ ...spec, command: async () => missingProgram }, () => {});

  await expect(supervised.start()).rejects.toThrow('sample could not be run: spawn /nowhere/program ENOENT');
});
