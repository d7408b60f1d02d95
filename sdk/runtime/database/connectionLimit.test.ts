import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { definePlugin } from '@nimbusvault/sdk/internal';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { migrate } from './migrate.ts';

const [Core, Greedy] = [definePlugin({ name: 'Core' }), definePlugin({ name: 'Greedy' })];
const mostTries = 500;

let servers: RunningServers;
const open: pg.Client[] = [];
beforeAll(async () => {
  servers = await takeServers();
  for (const plugin of [Core, Greedy])
    await migrate(plugin, { owner: servers.databaseUrl, runtime: urlOf(plugin.schemaName) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()));
});
afterAll(() => servers.stop());

function urlOf(schema: string): string {
  const url = new URL(servers.databaseUrl);
  Object.assign(url, { username: `vault_${schema}`, password: 'a-password' });
  return url.href;
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  open.push(client);
  return client;
}

async function take(connections: number, schema: string): Promise<void> {
  for (let count = 0; count < connections; count += 1) await connect(urlOf(schema));
}

test('a plugin that takes all connections that it may leaves core as many as a process needs', async () => {
  await expect(take(mostTries, 'greedy')).rejects.toMatchObject({ code: '53300' });
  await take(20, 'core');
});

test('a limit that an operator has set stays', async () => {
  const owner = await connect(servers.databaseUrl);
  await owner.query('alter role vault_greedy connection limit 7');
  await migrate(Greedy, { owner: servers.databaseUrl, runtime: urlOf('greedy') });
  const { rows } = await owner.query(
    `select rolconnlimit as most from pg_roles where rolname = 'vault_greedy'`,
  );
  expect(rows).toEqual([{ most: 7 }]);
});
