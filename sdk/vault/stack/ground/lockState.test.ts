import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockState } from './lockState.ts';
import { diesWithParent } from '../process/diesWithParent.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a state folder belongs to one vault at a time', async () => {
  const unlock = await lockState(folder);

  await expect(lockState(folder)).rejects.toThrow(`A vault already runs on ${folder}.`);
  unlock();
  (await lockState(folder))();
});

test('the folder of a vault that was killed is free', async () => {
  const script = `const { lockState } = await import(${JSON.stringify(import.meta.resolve('./lockState.ts'))});
    await lockState(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => {}, 1_000);`;
  const program = { file: process.execPath, args: ['--input-type=module', '--eval', script] };
  const { file, args } = diesWithParent(program, 'SIGKILL');
  const owner = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(owner, 'close');
  onTestFinished(async () => {
    owner.kill('SIGKILL');
    await closed;
  });
  await once(owner.stdout, 'data');
  await expect(lockState(folder)).rejects.toThrow('A vault already runs');

  owner.kill('SIGKILL');
  await closed;

  (await lockState(folder))();
});
