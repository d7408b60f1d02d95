import { join } from 'node:path';
import { startStack, type Stack } from '@nimbusvault/vault';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startOwnVault } from '../../support/ownVault.ts';

test('a start prepares the schemas whose code, role or password has changed, and no other', async () => {
  await using vault = await startOwnVault();
  let { stack } = vault;
  const restart = async () => {
    await stack.stop();
    const [settingsFile, supergraphFile] = ['vault-settings.json', 'supergraph.yaml'].map((file) =>
      join(vault.folder, file),
    );
    stack = await startStack({ stateDir: vault.stack.stateDir, settingsFile, supergraphFile });
    expect(stack.processes().map(({ name }) => name)).toContain('Bookmarks');
    return preparedIn(stack);
  };
  await using stopping = new AsyncDisposableStack();
  stopping.defer(() => stack.stop());

  const first = await preparedIn(stack);
  expect(Object.keys(first)).toEqual(['bookmarks', 'core']);
  expect(await restart()).toEqual(first);

  await asOwner(stack, `alter role vault_bookmarks password 'of another vault'`);
  const second = await restart();
  expect(second).toEqual({
    core: first['core'],
    bookmarks: expect.not.stringMatching(first['bookmarks'] ?? ''),
  });

  vault.changeBookmarks('entities/SharedBookmark.ts', (text) => `${text}\n`);
  const third = await restart();
  expect(third).toEqual({
    core: first['core'],
    bookmarks: expect.not.stringMatching(second['bookmarks'] ?? ''),
  });

  await asOwner(stack, 'drop schema bookmarks cascade');
  const fourth = await restart();
  expect(Object.keys(fourth)).toEqual(['bookmarks', 'core']);
});

/** The transaction in which each schema was prepared. */
async function preparedIn(stack: Stack): Promise<Record<string, string>> {
  const sql = `select nspname as name, description.xmin::text as made from pg_namespace
    join pg_description as description on objoid = pg_namespace.oid where description like 'prepared by %' order by name`;
  const rows = await asOwner(stack, sql);
  return Object.fromEntries(rows.map(({ name, made }) => [name, made]));
}

async function asOwner({ databaseUrl }: Stack, sql: string): Promise<{ name: string; made: string }[]> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  try {
    return (await owner.query<{ name: string; made: string }>(sql)).rows;
  } finally {
    await owner.end();
  }
}
