import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { migrate } from '../database/migrate.ts';
import { setUpSession } from './outboxRows.ts';
import { createTidying } from './retention.ts';

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

const rowsOfDay = `
  insert into outbox (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
  select 'acme', gen_random_uuid(), 'vault.acme.hook.teller.told', 'teller.told.v1', 'r', '{}', now(),
         now() - $1 * interval '1 day' - number * interval '1 millisecond', 'VAULT_HOOKS', number
    from generate_series(1, $2) as number`;

async function count(): Promise<number> {
  const { rows } = await database.query<{ count: number }>('select count(*)::int from outbox');
  return rows[0]?.count ?? NaN;
}

test('rows that are too old are deleted a thousand at once, oldest first, and the others stay', async () => {
  await database.query(rowsOfDay, [8, 2_500]);
  await database.query(rowsOfDay, [5, 10]);
  const tidyUp = createTidying(database, 'Teller');
  const left = new Set<number>();
  while (await tidyUp()) left.add(await count());
  expect([...left]).toEqual([2_510, 1_510, 510, 10]);
  expect(await tidyUp()).toBe(false);
});

const handled = `
  insert into inbox (org, message_id, handler, done_at, due_at, dead_letter, dead_at)
  values ('acme', gen_random_uuid(), 'done', now() - interval '15 days', null, null, null),
         ('acme', gen_random_uuid(), 'new', now() - interval '13 days', null, null, null),
         ('acme', gen_random_uuid(), 'dead', null, now() - interval '15 days', gen_random_uuid(), now()),
         ('acme', gen_random_uuid(), 'waits', null, now() - interval '15 days', gen_random_uuid(), null)`;

test('handled messages are deleted after 14 days; those that are dead or wait for a replay are not', async () => {
  await database.query(handled);
  const tidyUp = createTidying(database, 'Teller');
  while (await tidyUp());
  const { rows } = await database.query<{ handler: string }>('select handler from inbox order by handler');
  expect(rows.map(({ handler }) => handler)).toEqual(['dead', 'new', 'waits']);
});

const recent = 20_000;
const history = [
  `insert into outbox (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
   select 'acme', uuidv7(), 's', 't', 'r', '{}', now(), now() - interval '6 days 12 hours', 'VAULT_HOOKS', number
     from generate_series(1, ${recent}) as number`,
  `insert into outbox (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
   select 'acme', uuidv7(), 's', 't', 'r', '{}', now(), now(), 'VAULT_TASKS', number from generate_series(1, ${recent}) as number`,
  `insert into inbox (org, message_id, handler, done_at)
   select 'acme', uuidv7(), 'h', now() from generate_series(1, ${recent})`,
  `insert into background_task (org, id, name, enqueued_at)
   select 'acme', uuidv7(), 'h', now() from generate_series(1, ${recent})`,
  `insert into participation (org, run, step, phase, written)
   select 'acme', uuidv7(), 's', 'done', '{}' from generate_series(1, ${recent})`,
];

/** The blocks of the plugin's tables and their indexes that have been read until now. */
async function blocksRead(): Promise<number> {
  await database.query('select pg_stat_force_next_flush()');
  const { rows } = await database.query<{ blocks: number }>(
    `select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))::float8 as blocks
       from pg_statio_user_tables where schemaname = 'teller'`,
  );
  return rows[0]?.blocks ?? NaN;
}

test('a pass that finds nothing to delete reads a few blocks of each table, however many rows it has', async () => {
  for (const sql of history) await database.query(sql);
  const before = await blocksRead();
  const tidyUp = createTidying(database, 'Teller');
  while (await tidyUp());
  expect((await blocksRead()) - before).toBeLessThan(100);
});
