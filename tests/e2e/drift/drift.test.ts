import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startOwnVault } from '../../support/ownVault.ts';

test('if releases are published by command, an unpublished release is reported and not served', async () => {
  await using vault = await startOwnVault(({ Base, ...plugins }) => ({
    Base: { ...Base, registry: { publish: 'by-command' } },
    ...plugins,
  }));
  const { admin } = await vault.makeOrg();
  const isServed = async () => (await admin.query('{ release }')).errors === undefined;
  vault.changeBookmarks('resolvers.ts', (text) =>
    text.replace('Query: {', "Query: {\n    release: () => 'new',"),
  );
  vault.changeBookmarks('schema.ts', (text) =>
    text.replace('type Query {', 'type Query {\n    release: String'),
  );

  await eventually(async () => vault.told.some((line) => line.startsWith('Bookmarks runs the saved code')));
  await eventually(async () =>
    vault.told.some((line) => line.includes('has a schema that nobody has checked')),
  );
  expect(await isServed()).toBe(false);
  expect((await admin.query('{ viewer { sharedBookmarks { totalCount } } }')).errors).toBeUndefined();

  expect(await vault.nimbus('publish', 'Bookmarks')).toMatchObject({ code: 0 });
  await eventually(isServed);
  await eventually(async () => vault.told.includes('No part of the graph is refused any more.'));
});
