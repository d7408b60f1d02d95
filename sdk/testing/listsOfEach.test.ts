import { defineEntity, p } from '@mikro-orm/core';
import {
  defineMigration,
  defineService,
  tenantColumns,
  tenantTable,
  type ListArgs,
  type Page,
  type Vault,
} from '@nimbusvault/sdk';
import { definePlugin } from '@nimbusvault/sdk/internal';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openInMemory, startPlugin, type StartedPlugin } from './index.ts';

const LeafSchema = defineEntity({
  name: 'Leaf',
  properties: { ...tenantColumns, owner: p.uuid().nullable(), word: p.text(), at: p.datetime() },
});
class Leaf extends LeafSchema.class {}
LeafSchema.setClass(Leaf);

const leaves = defineService(Leaf, { filterable: ['word'], sortable: ['word', 'at'] });
const createLeaf = defineMigration('20261130-create-leaf', {
  up: tenantTable('leaf', 'owner uuid, word text not null, at timestamptz(3) not null'),
  down: ['drop table leaf'],
});
const Leaves = definePlugin({ name: 'Leaves', entities: [Leaf], migrations: [createLeaf] });
const ownerOf = (number: number) => `00000000-0000-4000-8000-00000000000${number.toString(16)}`;
const owners = Array.from({ length: 15 }, (_, number) => ownerOf(number));

/** As many leaves for each owner as its number says, some at the same time. */
const rows = owners.flatMap((owner, number) =>
  Array.from({ length: number }, (_, at) => ({
    owner,
    word: `w${at % 3}`,
    at: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 2) * 1_000),
  })),
);

let started: StartedPlugin;
beforeAll(async () => {
  started = await startPlugin(Leaves);
  await started.opened.transaction('acme', (vault) => leaves.bulkCreate(rows, vault));
  await started.opened.transaction('globex', (vault) => leaves.bulkCreate(rows.slice(0, 40), vault));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => started[Symbol.asyncDispose]());

const orderBy = { at: 'desc' } as const;

async function seen(page: Page<Leaf>) {
  const { rows: found, hasNextPage, hasPreviousPage } = page;
  const cursors = found.map((row) => page.cursorOf(row));
  return {
    ids: found.map(({ id }) => id),
    hasNextPage,
    hasPreviousPage,
    cursors,
    count: await page.totalCount(),
  };
}

async function together(asked: ListArgs, vault: Vault, of = owners) {
  const pages = await Promise.all(of.map((owner) => leaves.filter({ of: { owner }, orderBy, asked }, vault)));
  return Promise.all(pages.map(seen));
}

async function apart(asked: ListArgs, vault: Vault, of = owners) {
  const pages = [];
  for (const owner of of)
    pages.push(await seen(await leaves.filter({ where: { owner }, orderBy, asked }, vault)));
  return pages;
}

test.each<[string, ListArgs]>([
  ['by default', {}],
  ['of one row', { first: 1 }],
  ['of no row', { first: 0 }],
  ['from the end', { last: 3 }],
  ['with a filter', { first: 2, filter: { word: { eq: 'w0' } } }],
  ['with a filter that nothing fits', { filter: { word: { eq: 'none' } } }],
  ['in another order', { first: 4, orderBy: [{ field: 'WORD' }, { field: 'AT', direction: 'ASC' }] }],
])('the lists of many are those of each: pages %s', async (_, asked) => {
  await started.opened.transaction('acme', async (vault) => {
    expect(await together(asked, vault)).toEqual(await apart(asked, vault));
  });
});

test('first pages of one tick are read with two statements, and counted with one', async () => {
  await started.opened.transaction('acme', async (vault) => {
    const execute = vi.spyOn(vault.em.getConnection(), 'execute');
    const pages = await Promise.all(owners.map((owner) => leaves.filter({ of: { owner }, orderBy }, vault)));
    expect(execute).toHaveBeenCalledTimes(2);
    await Promise.all(pages.map((page) => page.totalCount()));
    expect(execute).toHaveBeenCalledTimes(3);
  });
});

test('a page goes on behind the cursor of a page that was read together with others', async () => {
  await started.opened.transaction('acme', async (vault) => {
    const [owner = '', other = ''] = owners.slice(-2);
    const list = (after: string | null, of: string) =>
      leaves.filter({ of: { owner: of }, orderBy, asked: { first: 5, after } }, vault);
    const ids: string[] = [];
    let [page] = await Promise.all([list(null, owner), list(null, other)]);
    for (;;) {
      ids.push(...page.rows.map(({ id }) => id));
      const last = page.rows.at(-1);
      if (!page.hasNextPage || !last) break;
      page = await list(page.cursorOf(last), owner);
    }
    const all = await leaves.filter({ where: { owner }, orderBy, first: 100 }, vault);
    expect(ids).toEqual(all.rows.map(({ id }) => id));
  });
});

test('an organization gets its own rows alone, in capitals too, and nothing for what is no id', async () => {
  await started.opened.transaction('globex', async (vault) => {
    const asked = ['not an id', ownerOf(14), ownerOf(3).toUpperCase(), ownerOf(3)];
    const found = await together({}, vault, asked);
    expect(found.map(({ count }) => count)).toEqual([0, 0, 3, 3]);
  });
});

test('what a column cannot hold is refused for the one that asks for it', async () => {
  const vault = started.opened.vaultFor('acme');
  const lists = ['w0', 'a\0b'].map((word) => leaves.filter({ of: { word }, orderBy }, vault));
  const [good, bad] = await Promise.allSettled(lists);
  expect(good?.status).toBe('fulfilled');
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'BAD_USER_INPUT' } });
});

test('rows in memory answer the same', async () => {
  const vault = openInMemory(Leaves).vaultFor({ org: 'acme', userId: null, roles: [] });
  await leaves.bulkCreate(rows, vault);
  expect(await together({ first: 4 }, vault)).toEqual(await apart({ first: 4 }, vault));
});
