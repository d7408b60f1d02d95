import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  listDeadLetters,
  diesWithParent,
  takeServers,
  type RunningServers,
} from '@nimbusvault/testing/fixtures/vault';
import { migrate } from '../database/migrate.ts';
import { openPlugin, type OpenedPlugin } from '../database/openPlugin.ts';
import { Ledger, noted } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually } from '@nimbusvault/testing';
import { writeOutbox } from '@nimbusvault/sdk/internal';

const program = fileURLToPath(import.meta.resolve('@nimbusvault/testing/fixtures/serveStubbornLedger'));
const { publicKey } = generateKeyPairSync('ed25519');

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-killed-'));
const settingsFile = join(folder, 'vault-settings.json');
let servers: RunningServers;
let databaseUrl: string;
let opened: OpenedPlugin;
let database: pg.Client;
beforeAll(async () => {
  servers = await takeServers();
  const runtime = new URL(servers.databaseUrl);
  runtime.username = 'vault_ledger';
  runtime.password = 'between-tries';
  databaseUrl = runtime.href;
  writeFileSync(settingsFile, '{ "Base": {} }');
  await migrate(Ledger, { owner: servers.databaseUrl, runtime: databaseUrl });
  opened = await openPlugin(Ledger, { databaseUrl, settingsFile });
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`set vault.org = 'killed'`);
});
afterAll(async () => {
  await database.end();
  await opened[Symbol.asyncDispose]();
  await servers.stop();
  rmSync(folder, { recursive: true });
});

/** A process that serves a Ledger whose stubborn handler always throws; `failures` counts what its log tells. */
async function serve(failures: { count: number }): Promise<ChildProcess> {
  const env = {
    DATABASE_URL: databaseUrl,
    NATS_URL: servers.natsUrl,
    NIMBUS_SETTINGS: settingsFile,
    NIMBUS_ASSERTION_PUBLIC_KEY: JSON.stringify(publicKey.export({ format: 'jwk' })),
  };
  const { file, args } = diesWithParent({ file: process.execPath, args: [program] }, 'SIGKILL');
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
  const child = spawn(file, args, { env: { ...env, PATH: process.env['PATH'] }, stdio: [...stdio] });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    if (line.includes('a hook handler failed')) failures.count += 1;
  });
  await once(child, 'message');
  return child;
}

async function readAttempts(): Promise<number> {
  const { rows } = await database.query<{ attempts: number }>(
    `select attempts from inbox where handler = 'stubborn'`,
  );
  return rows[0]?.attempts ?? 0;
}

test('a process that is killed between two tries takes none back', async () => {
  const failures = { count: 0 };
  const first = await serve(failures);
  await opened.transaction('killed', async (vault) => {
    noted.fire({ text: 'hi' }, vault);
    await writeOutbox(vault);
  });
  await eventually(async () => failures.count >= 4);
  first.kill('SIGKILL');
  await once(first, 'close');
  expect(await readAttempts()).toBeLessThan(8);
  const second = await serve(failures);
  await eventually(async () => (await listDeadLetters({ Ledger: { databaseUrl } }, {})).length === 1);
  second.kill('SIGTERM');
  await once(second, 'close');
  expect(await readAttempts()).toBe(8);
  expect(failures.count).toBe(8);
});
