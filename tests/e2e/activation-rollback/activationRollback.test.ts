import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

function spoil(vault: OwnVault, file: string, change: (text: string) => string): void {
  const path = join(vault.folder, 'plugin-subgraphs/Tags', file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

test('a plugin that cannot be activated changes nothing, and the reason is reported', async () => {
  await using vault = await startOwnVault();
  const { admin } = await vault.makeOrg();
  const settingsFile = join(vault.folder, 'vault-settings.json');
  const activate = () => vault.nimbus('activate', 'Tags', '--watch', '0');
  await vault.nimbus('new', 'Tags');
  const settings = readFileSync(settingsFile, 'utf8');

  spoil(vault, 'resolvers.ts', (text) =>
    text.replace('({ id }, vault) => findTag(id, vault)', "() => Promise.reject(new Error('no'))"),
  );
  expect(await activate()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cannot resolve Tag by its id'),
  });

  await eventually(async () => !vault.stack.processes().some(({ name }) => name === 'Tags'));

  spoil(vault, 'resolvers.ts', (text) =>
    text.replace("() => Promise.reject(new Error('no'))", '({ id }, vault) => findTag(id, vault)'),
  );
  spoil(vault, 'schema.ts', (text) => text.replace('type Query {', 'union Folder = Tag\n  type Query {'));
  expect(await activate()).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^Tags does not compose: plugin-subgraphs\/Tags\/schema\.graphql:\d+:\d+: .*Folder/m,
    ),
  });

  expect(readFileSync(settingsFile, 'utf8')).toBe(settings);
  expect((await admin.query('{ viewer { sharedBookmarks { totalCount } } }')).errors).toBeUndefined();
  const { stdout } = await vault.nimbus('registry', '--json');
  expect((JSON.parse(stdout) as { activated: object }).activated).toMatchObject({ plugins: ['Bookmarks'] });
});
