import type { Client } from '@nimbusvault/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

const pageQuery = `query ($first: Int, $after: String, $last: Int, $before: String, $archived: Boolean) {
  documents(first: $first, after: $after, last: $last, before: $before, archived: $archived) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } }
  }
}`;

let ada: Client;
const newestFirst: string[] = [];
beforeAll(async () => {
  ada = (await makeOrg()).admin;
  for (let number = 1; number <= 7; number += 1) {
    const { id } = await mutate(ada, 'createDocument', { title: `Document ${number}` });
    newestFirst.unshift(id);
  }
});

async function pageOf(args: object) {
  const { documents } = (await ada.query(pageQuery, args)).data;
  return { ...documents, ids: documents.edges.map(({ node }: { node: { id: string } }) => node.id) };
}

describe('a list', () => {
  test('pages forward to the end', async () => {
    const first = await pageOf({ first: 3 });
    expect(first).toMatchObject({ totalCount: 7, ids: newestFirst.slice(0, 3) });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await pageOf({ first: 3, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ totalCount: 7, ids: newestFirst.slice(3, 6) });
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await pageOf({ first: 3, after: second.edges.at(-1).cursor });
    expect(third).toMatchObject({ totalCount: 7, ids: newestFirst.slice(6) });
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const beyond = await pageOf({ first: 3, after: third.pageInfo.endCursor });
    expect(beyond).toMatchObject({ totalCount: 7, ids: [] });
    expect(beyond.pageInfo).toMatchObject({ hasNextPage: false, startCursor: null, endCursor: null });
  });

  test('pages backward to the start', async () => {
    const last = await pageOf({ last: 3 });
    expect(last.ids).toEqual(newestFirst.slice(4));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const middle = await pageOf({ last: 3, before: last.pageInfo.startCursor });
    expect(middle.ids).toEqual(newestFirst.slice(1, 4));
    expect(middle.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const first = await pageOf({ last: 3, before: middle.pageInfo.startCursor });
    expect(first.ids).toEqual(newestFirst.slice(0, 1));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  test('is not affected by rows that are added while it is read', async () => {
    const first = await pageOf({ first: 5 });
    const { id } = await mutate(ada, 'createDocument', { title: 'New meanwhile' });
    const rest = await pageOf({ first: 5, after: first.pageInfo.endCursor });
    expect([...first.ids, ...rest.ids]).toEqual(newestFirst);
    await mutate(ada, 'deleteDocument', id);
  });

  test('lists archived documents separately', async () => {
    const { id } = await mutate(ada, 'createDocument', { title: 'Archived' });
    await mutate(ada, 'archiveDocument', id);
    expect(await pageOf({ archived: true })).toMatchObject({ totalCount: 1, ids: [id] });
    expect(await pageOf({ archived: null })).toMatchObject({ totalCount: 7, ids: newestFirst });
  });

  test.each([
    { first: 101 },
    { first: -1 },
    { first: 1, last: 1 },
    { after: 'x' },
    { after: Buffer.from('["yesterday","x"]').toString('base64url') },
    { after: Buffer.from('["2026-01-01","no uuid"]').toString('base64url') },
    { before: Buffer.from('[{"$ne":null},{"$ne":null}]').toString('base64url') },
  ])('refuses %j', async (args) => {
    const { errors } = await ada.query(pageQuery, args);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

test.each([
  ["' or 1=1", '2026-01-01T00:00:00.000Z'],
  ['00000000-0000-4000-8000-0000000000a1', '0000-01-01T00:00:00.000Z'],
  ['00000000-0000-4000-8000-0000000000a1', '-000001-01-01T00:00:00.000Z'],
  ['00000000-0000-4000-8000-0000000000a1', '+275760-09-13T00:00:00.000Z'],
])('a forged cursor to %s at %s affects only its own field', async (id, at) => {
  const after = Buffer.from(JSON.stringify([at, id])).toString('base64url');
  const query = `query ($after: String) { bad: documents(after: $after) { totalCount } good: folders { totalCount } }`;
  const { data, errors } = await ada.query(query, { after });
  expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['bad'], 'BAD_USER_INPUT'],
  ]);
  expect(data).toEqual({ bad: null, good: { totalCount: 0 } });
});

test('users are ordered by their names', async () => {
  for (const username of ['mallory', 'bob', 'zoe']) await mutate(ada, 'createUser', { username });
  const { data } = await ada.query('{ users { totalCount edges { node { username } } } }');
  expect(data.users.totalCount).toBe(4);
  const usernames = data.users.edges.map(({ node }: { node: { username: string } }) => node.username);
  expect(usernames).toEqual(['ada', 'bob', 'mallory', 'zoe']);
});
