import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { migrate } from '../database/migrate.ts';
import { readUnpublished, setUpSession } from './outboxRows.ts';

const published = `
  insert into outbox (org, id, subject, type, request_id, data, created_at)
  select 'acme', gen_random_uuid(), 'vault.acme.hook.teller.told', 'teller.told.v1', 'r', '{}', now()
    from generate_series(1, $1)`;

let servers: RunningServers;
let database: pg.Client;
beforeAll(async () => {
  servers = await takeServers();
  const runtime = new URL(servers.databaseUrl);
  Object.assign(runtime, { username: 'vault_teller', password: 'rows' });
  await migrate(Teller, { owner: servers.databaseUrl, runtime: runtime.href });
  database = new pg.Client({ connectionString: runtime.href });
  await database.connect();
  await setUpSession(database);
});
afterAll(async () => {
  await database.end();
  await servers.stop();
});

/** Lets the relay publish so many messages, as it does: in one update after each insert, without a vacuum. */
async function publishMany(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1_000) {
    await database.query(published, [1_000]);
    await database.query(`update outbox set published_at = now(), stream = 's', stream_sequence = position
                           where published_at is null`);
  }
}

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

/** The number of blocks that the relay's look for new messages reads, once it has looked before. */
async function blocksOfLook(): Promise<number> {
  for (let look = 0; look < 6; look += 1) await readUnpublished(database, []); // PostgreSQL settles on its plan at the sixth
  const { rows } = await database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `explain (analyze, buffers, format json) execute "read-unpublished"('{}')`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}

test('a look for new messages visits none of the rows that were published since the last vacuum', async () => {
  const many = 30_000;
  const entriesInBlockOfIndex = 200;
  await publishMany(many);
  expect(await blocksOfLook()).toBeLessThan(many / entriesInBlockOfIndex);
}, 60_000);
