import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findNatsServer } from './findNatsServer.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function programThatSays(words: string): string {
  const file = join(folder, 'nats-server');
  writeFileSync(file, `#!/bin/sh\necho '${words}'\n`);
  chmodSync(file, 0o755);
  return file;
}

function find(env: NodeJS.ProcessEnv): Promise<string> {
  return findNatsServer({ env: { ...process.env, ...env }, tell: () => {} });
}

test('NATS_SERVER_BIN comes first', async () => {
  const chosen = programThatSays('nats-server: v2.11.10');

  expect(await find({ NATS_SERVER_BIN: chosen })).toBe(chosen);
});

test('a NATS_SERVER_BIN that is too old is refused with both versions', async () => {
  const chosen = programThatSays('nats-server: v2.10.4');

  await expect(find({ NATS_SERVER_BIN: chosen })).rejects.toThrow(
    `NATS_SERVER_BIN is ${chosen}, but it is 2.10.4, and 2.11.0 or newer is required.`,
  );
});

test('a missing NATS_SERVER_BIN is refused', async () => {
  await expect(find({ NATS_SERVER_BIN: '/nowhere/nats-server' })).rejects.toThrow('it cannot be run');
});

test('a usable nats-server in PATH is used', async () => {
  const installed = programThatSays('nats-server: v2.15.1');

  expect(await find({ NATS_SERVER_BIN: '', PATH: `/nowhere:${folder}:${process.env['PATH']}` })).toBe(
    installed,
  );
});
