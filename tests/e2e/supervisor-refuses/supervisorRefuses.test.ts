import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@nimbusvault/vault';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { descendantsOf } from '../../support/processes.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-refused-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a second vault on the same state folder is refused, and the first one continues', async () => {
  const stateDir = inject('stateDir');

  await expect(startStack({ stateDir })).rejects.toThrow(`A vault already runs on ${stateDir}.`);
});

test.each([
  [
    'nats-server',
    { env: { ...process.env, NATS_SERVER_BIN: '/nowhere' } },
    'Starting NATS failed: NATS_SERVER_BIN is /nowhere',
  ],
  [
    'database',
    { env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } },
    'Migrating Core failed',
  ],
])('a start without its %s names the failed step, and leaves no process', async (_, options, words) => {
  const others = new Set(descendantsOf(process.pid)); // of a borrowed vault

  await expect(startStack(options)).rejects.toThrow(words);

  expect(descendantsOf(process.pid).filter((pid) => !others.has(pid))).toEqual([]);
});

test('half-written settings are reported before anything starts', async () => {
  const settingsFile = join(folder, 'vault-settings.json');
  writeFileSync(settingsFile, '{ "Base": {');

  await expect(startStack({ settingsFile })).rejects.toThrow(`${settingsFile} is not valid JSON`);
});

test('a missing settings file is reported', async () => {
  await expect(startStack({ settingsFile: join(folder, 'none.json') })).rejects.toThrow(
    'none.json cannot be read',
  );
});
