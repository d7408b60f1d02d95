import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { EagerClient } from './eagerClient.ts';

let servers: RunningServers;
beforeAll(async () => {
  servers = await takeServers();
});
afterAll(() => servers.stop());

async function connected(): Promise<EagerClient> {
  const config: pg.ClientConfig & { pipeline: boolean } = {
    connectionString: servers.databaseUrl,
    pipeline: true,
  };
  const client = new EagerClient(config);
  client.on('error', () => {}); // a lost connection is reported to the next query
  await client.connect();
  return client;
}

test('a transaction is open, and its variables are set, for the first statement that waits', async () => {
  const client = await connected();
  await client.query('begin');
  await client.query('select set_config($1, $2, true)', ['vault.org', 'acme']);
  const { rows } = await client.query(`select current_setting('vault.org') as org`);
  expect(rows).toEqual([{ org: 'acme' }]);
  await client.query('rollback');
  const after = await client.query(`select current_setting('vault.org', true) as org`);
  expect(after.rows).toEqual([{ org: '' }]);
  await client.end();
});

test('a connection whose transaction could not be opened is unusable', async () => {
  const client = await connected();
  await client.query('begin');
  await client.query('select set_config($1, $2, true)', ['no variable', 'acme']);
  // PostgreSQL refuses it, or the connection is gone before it has: it depends on which answers come together.
  await expect(client.query('select 1')).rejects.toThrow(/aborted|terminated/);
  await expect(client.query('select 1')).rejects.toThrow(/terminated|not queryable/);
});

test('an error of a statement reaches its caller, and nobody else', async () => {
  const client = await connected();
  const answers = await Promise.allSettled([client.query('select 1/0'), client.query('select 1')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  await client.end();
});
