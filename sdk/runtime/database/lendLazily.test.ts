import { gql } from 'graphql-tag';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definePlugin, type Plugin } from '@nimbusvault/sdk/internal';
import { pauseTransaction, type HostedVault, type Vault } from '@nimbusvault/sdk/kernel';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { entries, Ledger } from '@nimbusvault/testing/fixtures/Ledger';

/** The transactions that were open at each place. */
const open: Record<string, number> = {};

async function note(place: string): Promise<void> {
  open[place] = await countOpen();
}

const count = async (vault: Vault) => (await entries.filter({}, vault)).totalCount();

/** A plugin whose queries wait for the outside, as `vault.http` makes them do it. */
const Waiter: Plugin = definePlugin({
  ...Ledger,
  name: 'Waiter',
  organizationSettings: undefined,
  workflows: [],
  hooks: [],
  typeDefs: gql`
    type Query {
      untouched: Int
      counted: Int
      together: [Int]
    }
  `,
  resolvers: {
    Query: {
      untouched: () => note('untouched').then(() => 1),
      async counted(_: unknown, __: unknown, vault: HostedVault) {
        const before = await count(vault);
        await note('read');
        await vault.beforeOutside?.();
        await note('outside');
        return before + (await count(vault));
      },
      together: (_: unknown, __: unknown, vault: HostedVault) =>
        Promise.all(
          Array.from({ length: 40 }, async () => {
            await vault.beforeOutside?.();
            return count(vault);
          }),
        ),
    },
  },
});

const ada = { org: 'acme', userId: null, roles: ['member'] } as const;

let waiter: StartedPlugin;
let watcher: pg.Client;
beforeAll(async () => {
  waiter = await startPlugin(Waiter);
  watcher = new pg.Client({ connectionString: waiter.servers.databaseUrl });
  await watcher.connect();
  await waiter.opened.transaction('acme', (vault) => entries.create({ text: 'one' }, vault));
  await waiter.opened.transaction('other', (vault) => entries.create({ text: 'theirs' }, vault));
});
afterAll(async () => {
  await watcher.end();
  await waiter[Symbol.asyncDispose]();
});

async function countOpen(): Promise<number> {
  const { rows } = await watcher.query<{ open: number }>(
    `select count(*)::int as open from pg_stat_activity
      where usename = 'vault_waiter' and datname = current_database() and state like 'idle in transaction%'`,
  );
  return rows[0]?.open ?? 0;
}

test('a query opens its transaction with its first read, and ends it before an outside call', async () => {
  await waiter.query(ada, '{ untouched }');
  expect(await waiter.query(ada, '{ untouched }')).toMatchObject({ data: { untouched: 1 } });
  expect(await waiter.query(ada, '{ counted }')).toMatchObject({ data: { counted: 2 } });
  expect(open).toEqual({ untouched: 0, read: 1, outside: 0 });
});

test('fields that read and wait at the same time see the rows of their organization alone', async () => {
  const { data } = await waiter.query(ada, '{ together }');
  expect(data).toEqual({ together: Array.from({ length: 40 }, () => 1) });
});

test('a transaction that has written is not ended, and commits', async () => {
  await waiter.opened.transaction('written', async (vault) => {
    expect(await pauseTransaction(vault)).toBe(false);
    expect(await count(vault)).toBe(0);
    expect(await pauseTransaction(vault)).toBe(false);
    expect(await countOpen()).toBe(0);
    await entries.create({ text: 'one' }, vault);
    expect(await pauseTransaction(vault)).toBe(true);
    expect(await countOpen()).toBe(1);
  });
  expect(await count(waiter.opened.vaultFor('written'))).toBe(1);
});

test('a savepoint keeps its transaction open', async () => {
  await waiter.opened.transaction('acme', async (vault) => {
    await vault.em.transactional(async (em) => {
      expect(await pauseTransaction({ em })).toBe(true);
    });
  });
});

test('a transaction that cannot be opened fails with each statement, and is undone', async () => {
  await watcher.query(`alter role vault_waiter connection limit 0`);
  await watcher.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vault_waiter' and pid <> pg_backend_pid()`,
  );
  const vault = waiter.opened.vaultFor('acme');
  const failing = vault.em.transactional(async (em) => {
    const both = await Promise.allSettled([count({ ...vault, em }), count({ ...vault, em })]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    return em.getConnection().execute('select 1', [], 'all', em.getTransactionContext());
  });
  await expect(failing).rejects.toThrow(/too many connections|terminat|not queryable/);
  await watcher.query(`alter role vault_waiter connection limit -1`);
  expect(await count(vault)).toBe(1);
});
