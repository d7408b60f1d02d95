import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startStack } from '@nimbusvault/vault';
import { eventually, type Client } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { startOwnVault, writeBookmarksSettings, type OwnVault } from '../../support/ownVault.ts';

const core = `{ viewer { username } }`;
const cross = `{ viewer { username sharedBookmarks { totalCount } } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

const isServed = async (client: Client) => (await client.query(cross)).errors === undefined;
const isUnknown = async (client: Client) =>
  (await client.query(cross)).errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';
const runs = (name: string) => vault.stack.processes().some((process) => process.name === name);

test('a plugin is deactivated and activated under load, and no request fails', async () => {
  const { admin } = await vault.makeOrg();
  const load = askSteadily(admin, core, ({ errors }) => errors === undefined);
  vault.activate();
  await eventually(() => isUnknown(admin));
  await eventually(async () => !runs('Bookmarks'));
  vault.activate('Bookmarks');
  await eventually(() => isServed(admin));
  const { asked, bad } = await load.stop();
  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});

test('a plugin that is removed and added back at once is served without a break', async () => {
  const { admin } = await vault.makeOrg();
  vault.activate();
  await eventually(() => isUnknown(admin));
  vault.activate('Bookmarks');
  await eventually(() => isServed(admin));
  const load = askSteadily(admin, cross, ({ errors }) => errors === undefined);
  await pause(3_000);
  expect((await load.stop()).bad).toEqual([]);
});

test('a change of the settings while the vault starts takes effect', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-settings-'));
  const settingsFile = writeBookmarksSettings(folder);
  const settings = readFileSync(settingsFile, 'utf8');
  const told: string[] = [];
  const stack = await startStack({
    settingsFile,
    onProgress: (line) => {
      told.push(line);
      if (line === 'postgres is ready.') writeFileSync(settingsFile, settings.replace('["Bookmarks"]', '[]'));
    },
  });
  try {
    await eventually(
      async () => told.includes('Bookmarks is stopped, because it is no longer active.'),
      60_000,
    );
    expect(stack.processes().map(({ name }) => name)).not.toContain('Bookmarks');
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
});

test('a schema that does not compose is refused with the name of its plugin, and the last good one is served', async () => {
  const { admin } = await vault.makeOrg();
  const ready = new URL('/health/ready', vault.stack.gatewayUrl);
  const refusals = async () =>
    ((await (await fetch(ready)).json()) as { refused: { name: string }[] }).refused;
  vault.changeBookmarks('schema.ts', (text) =>
    text.replace('type Query {', 'union Folder = SharedBookmark\n  type Query {'),
  );
  const refused = /^Bookmarks is refused, and the last supergraph is still served: .*Folder/m;
  await eventually(async () => refused.test(vault.told.join('\n')));
  expect((await refusals()).map(({ name }) => name)).toEqual(['Bookmarks']);
  expect(await isServed(admin)).toBe(true);
  vault.changeBookmarks('schema.ts', (text) => text.replace('union Folder = SharedBookmark', ''));
  await eventually(async () => (await refusals()).length === 0);
  expect(await isServed(admin)).toBe(true);
});

test('invalid settings are reported and change nothing', async () => {
  const { admin } = await vault.makeOrg();
  vault.activate('Bookmarks', 'Bookmarks');
  await eventually(async () => vault.told.some((line) => line.includes('names a plugin twice')));
  expect(await isServed(admin)).toBe(true);
  vault.activate('Bookmarks');
});
