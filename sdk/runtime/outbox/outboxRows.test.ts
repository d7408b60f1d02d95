import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import pg from 'pg';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { migrate } from '../database/migrate.ts';
import { createLowerBound } from './lowerBound.ts';
import { markUnpublished, readUnpublished, setUpSession } from './outboxRows.ts';

const published = `
  insert into outbox (org, id, subject, type, request_id, data, created_at)
  select 'acme', gen_random_uuid(), 'vault.acme.hook.Teller.teller.told', 'teller.told.v1', 'r', '{}', now()
    from generate_series(1, $1)`;

let servers: RunningServers;
let databaseUrl: string;
let database: pg.Client;
let now = Date.now();
vi.spyOn(Date, 'now').mockImplementation(() => now);
beforeAll(async () => {
  servers = await takeServers();
  const runtime = new URL(servers.databaseUrl);
  Object.assign(runtime, { username: 'vault_teller', password: 'rows' });
  await migrate(Teller, { owner: servers.databaseUrl, runtime: runtime.href });
  databaseUrl = runtime.href;
  database = await connected();
  await setUpSession(database);
});
afterAll(async () => {
  await database.end();
  await servers.stop();
});

/** Lets the relay publish so many messages, as it does: in one update after each insert, without a vacuum. */
async function publishMany(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1_000) {
    await database.query(published, [Math.min(count - at, 1_000)]);
    await database.query(`update outbox set published_at = now(), stream = 's', stream_sequence = position
                           where published_at is null`);
  }
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

async function newestPosition(): Promise<number> {
  const { rows } = await database.query<{ newest: string }>('select max(position) as newest from outbox');
  return Number(rows[0]?.newest);
}

/** Lets the clock of the process say that so many seconds passed, and does the work after each. */
async function passSeconds(seconds: number, work: () => Promise<void>): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000;
    await work();
  }
}

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

/** The number of blocks that the relay's look for new messages after a position reads, once it has looked before. */
async function blocksOfLook(after: number): Promise<number> {
  for (let look = 0; look < 6; look += 1) await readUnpublished(database, [], after); // PostgreSQL settles on its plan at the sixth
  const { rows } = await database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `explain (analyze, buffers, format json) execute "read-unpublished"('{}', ${after})`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}

test('a look for new messages visits none of the rows that were published since the last vacuum', async () => {
  const many = 30_000;
  const entriesInBlockOfIndex = 200;
  await publishMany(many);
  expect(await blocksOfLook(0)).toBeLessThan(many / entriesInBlockOfIndex);
});

test('it reads the same few blocks however many were published, even while a transaction keeps vacuum away', async () => {
  const backup = await connected();
  await backup.query('begin isolation level repeatable read; select from outbox limit 1');
  const bound = createLowerBound();
  await publishMany(20_000);
  const newest = await newestPosition();
  await passSeconds(3, () => bound.advance(newest, database));
  expect(bound.position).toBe(newest);
  await publishMany(100);
  expect(await blocksOfLook(0)).toBeGreaterThan(100);
  expect(await blocksOfLook(bound.position)).toBeLessThan(10);
  await backup.end();
});

test('the bound waits for a transaction that has a position below it and commits late', async () => {
  const late = await connected();
  await late.query(`begin; set local vault.relay = 'on'`);
  await late.query(published, [1]);
  await publishMany(10);
  const bound = createLowerBound();
  const newest = await newestPosition();
  await passSeconds(3, () => bound.advance(newest, database));
  expect(bound.position).toBe(0);
  await late.query('commit');
  await passSeconds(1, () => bound.advance(newest, database));
  const found = await readUnpublished(database, [], bound.position);
  expect(found).toHaveLength(1);
  await late.end();
});

test('messages that a stream lost are found below the bound, after the new ones', async () => {
  await publishMany(10);
  const newest = await newestPosition();
  await database.query(`update outbox set published_at = null, stream_sequence = null where position = $1`, [
    newest,
  ]);
  await database.query(published, [1]);
  const found = await readUnpublished(database, [], newest);
  expect(found.map(({ position }) => Number(position))).toEqual([expect.any(Number), newest]);
});

test('the messages of days that a stream lost are marked a few thousand at once, oldest first', async () => {
  const stream = 'VAULT_LOST';
  await publishMany(11_000);
  await database.query(`update outbox set stream = $1 where position > $2`, [
    stream,
    (await newestPosition()) - 11_000,
  ]);
  const counts: number[] = [];
  const watched: Pick<pg.Client, 'query'> = Object.assign(Object.create(database) as pg.Client, {
    async query(text: string, values: unknown[]) {
      const done = await database.query(text, values);
      counts.push(done.rowCount ?? 0);
      return done;
    },
  });
  expect(await markUnpublished(watched as pg.Client, stream, 0)).toBe(11_000);
  expect(counts).toEqual([5_000, 5_000, 1_000]);
});
