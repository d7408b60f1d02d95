import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { entries, Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually } from '@nimbusvault/testing';
import { migrate } from './migrate.ts';
import { openPlugin, type OpenedPlugin } from './openPlugin.ts';

const moreThanThePoolHas = 25;

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-lost-'));
let servers: RunningServers;
let ledger: OpenedPlugin;
beforeAll(async () => {
  servers = await startServers();
  const runtime = new URL(servers.databaseUrl);
  Object.assign(runtime, { username: 'vault_ledger', password: 'lost' });
  const settingsFile = join(folder, 'vault-settings.json');
  writeFileSync(settingsFile, '{ "Base": {} }');
  await migrate(Ledger, { owner: servers.databaseUrl, runtime: runtime.href });
  ledger = await openPlugin(Ledger, { databaseUrl: runtime.href, settingsFile });
});
afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  await servers.stop();
  rmSync(folder, { recursive: true });
});

/** A transaction that stays open until `end`. */
const write = (end: Promise<unknown>, onOpen = () => {}) =>
  ledger.transaction('acme', async (vault) => {
    await entries.create({ text: 'written' }, vault);
    onOpen();
    await end;
  });

async function crash(): Promise<void> {
  const { pid, stop, start } = servers.find('postgres');
  if (pid) process.kill(pid, 'SIGQUIT');
  await stop();
  await start();
}

test('transactions that were open when the database crashed occupy no connection of the pool', async () => {
  for (let crashes = 0; crashes < 2; crashes += 1) {
    const crashed = Promise.withResolvers<void>();
    let open = 0;
    const writing = Array.from({ length: moreThanThePoolHas }, () =>
      write(crashed.promise, () => (open += 1)),
    );
    const settled = Promise.allSettled(writing);
    await eventually(async () => open === 10);
    await crash();
    crashed.resolve();
    await settled;
  }
  const writing = Array.from({ length: moreThanThePoolHas }, () => write(Promise.resolve()));
  const settled = await Promise.allSettled(writing);
  expect(settled.every(({ status }) => status === 'fulfilled')).toBe(true);
});
