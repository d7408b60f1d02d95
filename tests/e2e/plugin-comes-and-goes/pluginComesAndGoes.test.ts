import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const core = `{ viewer { username } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

const settings = () => readFileSync(join(vault.folder, 'vault-settings.json'), 'utf8');

test('a new plugin is activated and deactivated by its name under load, and no request fails', async () => {
  const { admin } = await vault.makeOrg();
  const load = askSteadily(admin, core, ({ errors }) => errors === undefined);
  expect(await vault.nimbus('new', 'Tags')).toMatchObject({ code: 0 });
  const before = settings();

  expect(await vault.nimbus('activate', 'Tags', '--watch', '0', '--json')).toMatchObject({
    code: 0,
    stdout: '{"plugin":"Tags","active":true}\n',
  });
  const created = await admin.query(
    'mutation { createTag(input: { title: "Blue" }) { ... on Tag { title createdBy { username } } } }',
  );
  expect(created.data).toEqual({ createTag: { title: 'Blue', createdBy: { username: 'ada' } } });
  expect(settings()).toBe(before.replace('["Bookmarks"]', '["Bookmarks", "Tags"]'));

  expect(await vault.nimbus('deactivate', 'Tags', '--yes', '--reason', 'not yet')).toMatchObject({ code: 0 });
  expect((await admin.query('{ tags { totalCount } }')).errors?.[0]?.extensions.code).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  );
  expect(settings()).toBe(before);
  expect((await load.stop()).bad).toEqual([]);
});

test('the registry shows the active plugins, the reasons, and the addresses of all processes', async () => {
  const { stdout } = await vault.nimbus('registry', '--json');
  const { activated, plugins, gateways } = JSON.parse(stdout) as {
    activated: object;
    plugins: { name: string; active: boolean; instances: object[] }[];
    gateways: object[];
  };
  expect(activated).toMatchObject({ plugins: ['Bookmarks'] });
  expect(plugins.find(({ name }) => name === 'Bookmarks')).toMatchObject({ active: true, instances: [{}] });
  expect(gateways).toHaveLength(1);
});

test.each([
  [['activate', 'Nobody'], 'Nobody is unknown'],
  [['activate'], 'Give exactly one name'],
  [['activate', 'Tags', '--watch', 'long'], '--watch must be a number from 0 to 3600; got "long".'],
  [['deactivate', 'Nobody'], 'Nobody is not active.'],
  [['new', 'tags'], '"tags" is not a valid plugin name.'],
  [['new', 'Bookmarks'], 'already exists'],
  [
    ['new', 'Others', '--hook', 'entity.moved'],
    'Core has no "entity.moved". --hook must be one of: entity.created',
  ],
])('nimbus %j reports what is wrong', async (args, words) => {
  expect((await vault.nimbus(...args)).stderr).toContain(words);
});
