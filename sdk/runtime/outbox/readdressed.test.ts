import { randomUUIDv7 } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBroker } from '../broker/broker.ts';
import { platformMigrations } from '../database/platformMigrations.ts';
import { Latecomer } from '@nimbusvault/testing/fixtures/Latecomer';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';

const oldSubject = 'vault.acme.hook.teller.told';
const renaming = platformMigrations.find(({ name }) => name.endsWith('messages-name-their-sender'));

let yard: Yard;
beforeAll(async () => {
  yard = await openYard(Teller, Latecomer);
});
afterAll(() => yard[Symbol.asyncDispose]());

/** A row as an earlier version left it: published at `sequence`, or not yet. */
async function leave(event: string, sequence?: number): Promise<void> {
  await yard.rows(
    Teller,
    `insert into outbox (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
     values ('acme', '${randomUUIDv7()}', '${oldSubject}', 'teller.told.v1', 'test', '{"event":"${event}"}', now(),
       ${sequence === undefined ? 'null, null, null' : `now(), 'VAULT_HOOKS', ${sequence}`})`,
  );
}

async function heard(): Promise<readonly string[]> {
  const rows = await yard.rows<{ readonly event: string }>(Latecomer, 'select event from heard', 'acme');
  return [...new Set(rows.map(({ event }) => event))].toSorted();
}

test('what an earlier version sent or was about to send, without its sender, is received from its sender', async () => {
  const first = await yard.serve(Latecomer);
  await first.kill();
  const nats = await connectBroker(yard.servers.natsUrl, 'test');
  const { seq } = await jetstream(nats).publish(oldSubject, '{"event":"sent"}');
  await nats.close();
  await leave('sent', seq);
  await leave('waiting');
  for (const sql of renaming?.up ?? []) await yard.rows(Teller, sql);
  await yard.serve(Teller);
  await yard.serve(Latecomer);
  await eventually(async () => (await heard()).length === 2, 20_000);
  expect(await heard()).toEqual(['sent', 'waiting']);
});
