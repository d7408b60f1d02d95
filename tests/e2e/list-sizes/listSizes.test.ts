import { buildSchema, isObjectType } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import type { Client } from '@nimbusvault/testing';
import { mutate } from '../../support/core.ts';
import { makeOrg, sharedVault } from '../../support/sharedVault.ts';

const most = 100;

/** Every list of core and of a plugin, by its type and field; SIZE is the requested length. */
const lists: Readonly<Record<string, string>> = {
  'Query.users': '{ users(SIZE) { totalCount } }',
  'Query.folders': '{ folders(SIZE) { totalCount } }',
  'Query.documents': '{ documents(SIZE) { totalCount } }',
  'Query.auditLog': '{ auditLog(SIZE) { totalCount } }',
  'Query.sharedBookmarks': '{ sharedBookmarks(SIZE) { totalCount } }',
  'Folder.documents': '{ folders { edges { node { documents(SIZE) { totalCount } } } } }',
  'User.sharedBookmarks': '{ viewer { sharedBookmarks(SIZE) { totalCount } } }',
};

let ada: Client;
beforeAll(async () => {
  ada = (await makeOrg()).admin;
  await mutate(ada, 'createFolder', { name: 'Plans' });
});

test('the table has every list of the graph', async () => {
  const response = await fetch(new URL('/schema.graphql', sharedVault().gatewayUrl));
  const types = Object.values(buildSchema(await response.text()).getTypeMap()).filter(isObjectType);
  const found = types.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => args.some(({ name }) => name === 'first'))
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(found.toSorted()).toEqual(Object.keys(lists).toSorted());
});

const asked = (query: string, size: string, value: number) => [
  { query: query.replace('SIZE', `${size}: ${value}`), variables: {} },
  { query: `query ($n: Int) ${query.replace('SIZE', `${size}: $n`)}`, variables: { n: value } },
];

const asks = Object.entries(lists).flatMap(([list, query]) =>
  ['first', 'last'].map((size) => ({ list, query, size })),
);

test.for(asks)('$list returns at most a hundred items: $size', async ({ query, size }) => {
  for (const { query: text, variables } of asked(query, size, most))
    expect((await ada.query(text, variables)).errors).toBeUndefined();
  for (const value of [most + 1, 2 ** 31 - 1, -1])
    for (const { query: text, variables } of asked(query, size, value)) {
      const { errors } = await ada.query(text, variables);
      expect(errors).toEqual([
        expect.objectContaining({
          message: `"${size}" must be from 0 to ${most}; got ${value}.`,
          extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
        }),
      ]);
    }
});
