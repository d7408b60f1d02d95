import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const query = '{ viewer { sharedBookmarks { totalCount } } }';

let vault: OwnVault;
let file: string;
beforeAll(async () => {
  vault = await startOwnVault(({ Base }) => ({
    Base: { ...Base, active_plugins: ['Bookmarks_Plugin'] },
    BookmarksPlugin: {},
  }));
  file = join(vault.folder, 'vault-settings.json');
});
afterAll(() => vault[Symbol.asyncDispose]());

const listed = () =>
  (JSON.parse(readFileSync(file, 'utf8')) as { Base: { active_plugins: string[] } }).Base.active_plugins;

test('a plugin in the spelling of the old system is started, checked and composed', async () => {
  const { admin } = await vault.makeOrg();
  expect((await admin.query(query)).data).toEqual({ viewer: { sharedBookmarks: { totalCount: 0 } } });
  const { code, stdout } = await vault.nimbus('check', '--plugin', 'Bookmarks');
  expect([code, stdout]).toEqual([0, expect.not.stringContaining('FAILED')]);
});

test('commands leave its spelling as it is, and write its own name', async () => {
  expect(await vault.nimbus('activate', 'Bookmarks', '--watch', '0')).toMatchObject({ code: 0 });
  expect(listed()).toEqual(['Bookmarks_Plugin']);
  expect(await vault.nimbus('deactivate', 'Bookmarks', '--yes')).toMatchObject({ code: 0 });
  expect(listed()).toEqual([]);
  expect(await vault.nimbus('activate', 'Bookmarks', '--watch', '0')).toMatchObject({ code: 0 });
  expect(listed()).toEqual(['Bookmarks']);
}, 120_000);

test('two spellings are a fault with the line of the second, and change nothing', async () => {
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { Base: object };
  const Base = { ...settings.Base, active_plugins: ['Bookmarks', 'BookmarksPlugin'] };
  const text = JSON.stringify({ ...settings, Base }, null, 2);
  writeFileSync(file, text);
  const line = text.slice(0, text.indexOf('"BookmarksPlugin"')).split('\n').length;
  const fault = `vault-settings.json:${line}: Base.active_plugins.1: names a plugin twice: "Bookmarks" and "BookmarksPlugin" are one.`;
  await eventually(async () => vault.told.some((told) => told.includes(fault)));
  expect(vault.stack.processes().map(({ name }) => name)).toContain('Bookmarks');
});
