import { gql } from 'graphql-tag';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineContext,
  defineHook,
  defineMigration,
  definePlugin,
  defineService,
  defineTask,
  on,
  readJson,
  runWorkflow,
  settingsOf,
  tenantTable,
  VaultError,
  type Vault,
} from '@nimbusvault/sdk';
import { derive } from '@nimbusvault/sdk/kernel';
import { quietLog } from '../registry/quietLog.ts';
import {
  eventually,
  openInMemory,
  startPlugin,
  startVendor,
  type StartedPlugin,
  type Vendor,
} from '@nimbusvault/testing';
import { Entry } from '@nimbusvault/testing/fixtures/Ledger';

const entries = defineService(Entry);
const settings = z.object({ url: z.string() });
const titles = z.array(z.string());

/** How each call ended, by its place. */
const ends = new Map<string, string>();

async function fetchTitles(vault: Vault): Promise<readonly string[]> {
  const { url } = settingsOf<typeof settings>(vault);
  return readJson(await vault.http.fetch(`${url}/items`), titles);
}

const codeOf = (error: unknown) => (error instanceof VaultError ? error.code : String(error));

async function callAt(place: string, vault: Vault): Promise<void> {
  ends.set(place, await fetchTitles(vault).then(() => 'answered', codeOf));
}

const refresh = defineTask('refresh', 1, {
  payload: z.object({}),
  async run(_, vault) {
    await entries.create({ text: 'in the task' }, vault);
    await callAt('task', vault);
  },
});
const refreshed = defineHook('importer.refreshed', 1, z.object({}));

const context = defineContext({ input: z.object({}), titles, count: z.int() });
const fetching = context.externalStep({
  name: 'fetch-titles',
  reads: ['input'],
  writes: ['titles'],
  forward: async (_, vault) => ({ titles: [...(await fetchTitles(vault))] }),
});
const storing = context.step({
  name: 'store-titles',
  reads: ['titles'],
  writes: ['count'],
  async forward(read, vault) {
    await entries.bulkCreate(
      read.titles.map((text) => ({ text })),
      vault,
    );
    await callAt('local step', vault);
    refresh.enqueue({}, vault);
    refreshed.fire({}, vault);
    return { count: read.titles.length };
  },
  async rollback() {},
});
const importTitles = context
  .workflow('import-titles')
  .step(fetching)
  .step(storing)
  .result(({ count }) => count);

const Importer = definePlugin({
  name: 'Importer',
  settings,
  typeDefs: gql`
    type Query {
      entryCount: Int
    }
    type Mutation {
      importTitles: Int @role(needs: "member")
    }
  `,
  resolvers: {
    Query: { entryCount: async (_, __, vault) => (await entries.filter({}, vault)).totalCount() },
    Mutation: { importTitles: (_, __, vault) => runWorkflow(importTitles, {}, vault) },
  },
  entities: [Entry],
  migrations: [
    defineMigration('1-create-entry', {
      up: tenantTable('entry', 'text text not null'),
      down: ['drop table entry'],
    }),
  ],
  workflows: [importTitles],
  tasks: [refresh],
  hooks: [
    on(refreshed, async (_, vault) => {
      await entries.create({ text: 'in the handler' }, vault);
      await callAt('hook handler', vault);
    }),
  ],
});

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;

let vendor: Vendor;
let importer: StartedPlugin;
beforeAll(async () => {
  vendor = await startVendor({ 'GET /items': () => ['one', 'two'] });
  importer = await startPlugin(Importer, { url: vendor.url }, { outside: [vendor.host] });
});
afterAll(async () => {
  await importer[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

test('an external step calls outside systems; where a transaction has written, TRANSACTION_OPEN is thrown', async () => {
  expect(await importer.query(ada, 'mutation { importTitles }')).toMatchObject({ data: { importTitles: 2 } });
  await eventually(async () => ends.size === 3);
  expect(Object.fromEntries(ends)).toEqual({
    'local step': 'TRANSACTION_OPEN',
    'hook handler': 'TRANSACTION_OPEN',
    task: 'TRANSACTION_OPEN',
  });
  expect(vendor.requests).toHaveLength(1);
  await eventually(async () => (await importer.query(ada, '{ entryCount }')).data.entryCount === 4);
});

test('rows in memory have the same rule, and a vendor is called only if the test allows it', async () => {
  const memory = openInMemory(Importer, { url: vendor.url }, { outside: [vendor.host] });
  expect(await runWorkflow(importTitles, {}, memory.vaultFor(ada))).toBe(2);
  expect(ends.get('local step')).toBe('TRANSACTION_OPEN');
  const { vaultFor } = openInMemory(Importer, { url: vendor.url });
  const stranger = derive(vaultFor(ada), { log: quietLog });
  await expect(fetchTitles(stranger)).rejects.toMatchObject({ code: 'OUTSIDE_REFUSED' });
});

test('what ends a transaction in which nothing was written is asked first', async () => {
  const memory = openInMemory(Importer, { url: vendor.url }, { outside: [vendor.host] });
  let asked = 0;
  const lazy = derive(memory.vaultFor(ada), { beforeOutside: async () => void (asked += 1) });
  expect(await fetchTitles(lazy)).toEqual(['one', 'two']);
  expect(asked).toBe(1);
});
