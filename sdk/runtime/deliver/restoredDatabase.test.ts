import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Latecomer } from '@nimbusvault/testing/fixtures/Latecomer';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';
import { buckets, streams } from '@nimbusvault/sdk/kernel';
import { connectBroker, openBroker } from '../broker/broker.ts';
import { openStore } from '../broker/store.ts';

const user = { org: 'acme', userId: null, roles: ['member'] } as const;

let yard: Yard;
let teller: Served;
beforeAll(async () => {
  yard = await openYard(Teller, Latecomer);
  teller = await yard.serve(Teller);
});
afterAll(() => yard[Symbol.asyncDispose]());

const tell = (batch: string, size: number) =>
  teller.query(user, `mutation { tell(batch: "${batch}", size: ${size}) }`);

async function heard(): Promise<readonly string[]> {
  const rows = await yard.rows<{ event: string }>(Latecomer, 'select event from heard', 'acme');
  return rows.map(({ event }) => event).toSorted();
}

/** The broker's record of where the consumers are, as text. */
async function recorded(): Promise<string> {
  const nats = await connectBroker(yard.servers.natsUrl, 'test');
  const entry = await (await openStore(nats, buckets.positions)).get('Latecomer');
  await nats.close();
  return Buffer.from(entry?.value ?? []).toString();
}

/** Everything that the plugin's schema holds, copied and brought back by the owner of the database. */
async function openBackup() {
  const owner = new pg.Client({ connectionString: yard.servers.databaseUrl });
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'latecomer'`,
  );
  await owner.query('create schema backup');
  for (const { name } of rows) await owner.query(`create table backup.${name} as table latecomer.${name}`);
  return {
    async restore() {
      for (const { name } of rows) {
        await owner.query(`delete from latecomer.${name}`);
        const overriding =
          name === 'outbox' || name === 'mikro_orm_migrations' ? 'overriding system value' : '';
        await owner.query(`insert into latecomer.${name} ${overriding} table backup.${name}`);
      }
      await owner.query('drop schema backup cascade');
      await owner.end();
    },
  };
}

test('a database that was restored from a backup gets the effects that it has lost, and each of them once', async () => {
  const first = await yard.serve(Latecomer);
  await tell('before', 2);
  await eventually(async () => (await heard()).length === 4, 20_000);
  await eventually(async () => /"sequence":[1-9]/.test(await recorded()), 20_000);
  const backup = await openBackup();
  const before = await recorded();
  await tell('after', 3);
  await eventually(async () => (await heard()).length === 10, 20_000);
  await eventually(async () => (await recorded()) !== before, 20_000);
  await first.kill();
  await backup.restore();
  expect(await heard()).toHaveLength(4);

  const next = await yard.serve(Latecomer);
  await eventually(async () => (await heard()).length >= 10, 20_000);
  await tell('then', 1);
  await eventually(async () => (await heard()).includes('then/0'), 20_000);
  await eventually(async () => (await heard()).length >= 12, 20_000);
  const events = ['after/0', 'after/1', 'after/2', 'before/0', 'before/1', 'then/0'];
  expect(await heard()).toEqual(events.flatMap((event) => [event, event])); // two handlers
  await next.kill();
});

/** Up to which sequence the consumers of hooks have settled everything. */
async function settled(): Promise<number> {
  const { manager, close } = await openBroker(yard.servers.natsUrl, 'test');
  const consumers = await manager.consumers.list(streams.hooks.name).next();
  await close();
  const ours = consumers.filter(({ name }) => name.startsWith('Latecomer'));
  return Math.min(...ours.map((each) => each.ack_floor.stream_seq));
}

/** As long as it is held, no process relays, and none records how far the consumers are. */
async function keepFromRecording() {
  const database = new pg.Client({ connectionString: yard.databaseUrlOf(Latecomer) });
  await database.connect();
  await database.query(`select pg_advisory_lock(hashtext('outbox latecomer'))`);
  return () => database.end();
}

test('it gets them too if no process has lived to record how far it came since the backup', async () => {
  const mayRecord = await keepFromRecording();
  const [backup, before, floor] = [await openBackup(), await recorded(), await settled()];
  const process = await yard.serve(Latecomer);
  await tell('unrecorded', 2);
  await eventually(async () => (await heard()).includes('unrecorded/1'), 20_000);
  await eventually(async () => (await settled()) >= floor + 2, 20_000);
  await process.kill();
  expect(await recorded()).toBe(before);
  await backup.restore();
  expect(await heard()).not.toContain('unrecorded/0');
  await mayRecord();

  await yard.serve(Latecomer);
  const again = async () => (await heard()).filter((event) => event.startsWith('unrecorded'));
  await eventually(async () => (await again()).length >= 4, 20_000);
  expect(await again()).toEqual(['unrecorded/0', 'unrecorded/0', 'unrecorded/1', 'unrecorded/1']);
});
