import { randomUUID } from 'node:crypto';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Eavesdropper } from '@nimbusvault/testing/fixtures/Eavesdropper';
import { Latecomer } from '@nimbusvault/testing/fixtures/Latecomer';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';
import { connectBroker, openBroker, type Broker } from '../broker/broker.ts';
import { askCore } from '../broker/coreServices.ts';
import { makeStore } from '../broker/store.ts';
import { answerConsumers } from '../broker/makeConsumer.ts';

const user = { org: 'acme', userId: null, roles: ['member'] } as const;
const log = pino({ level: 'silent' });

let yard: Yard;
let nats: NatsConnection;
let operator: JetStreamManager;
let teller: Served;
beforeAll(async () => {
  yard = await openYard(Teller, Latecomer, Eavesdropper);
  nats = await connectBroker(yard.servers.natsUrl, 'test');
  operator = await jetstreamManager(nats);
});
afterAll(async () => {
  await nats.close();
  await yard[Symbol.asyncDispose]();
});

/** Core, as far as it makes buckets and consumers. */
async function startCore(): Promise<{ readonly broker: Broker; stop(): Promise<void> }> {
  const broker = await openBroker(yard.servers.natsUrlOf('Core'), 'Core');
  for (const bucket of [buckets.manifests, buckets.positions, buckets.registry])
    await makeStore(broker.connection, bucket);
  const stopping = new AbortController();
  const serving = answerConsumers(broker, log, stopping.signal);
  return {
    broker,
    async stop() {
      stopping.abort();
      await serving;
      await broker.close();
    },
  };
}

const serve = (plugin: typeof Teller) =>
  yard.serve(plugin, { NATS_URL: yard.servers.natsUrlOf(plugin.name) });

async function heard(): Promise<number> {
  const [row] = await yard.rows<{ count: number }>(Latecomer, 'select count(*)::int from heard', 'acme');
  return row?.count ?? 0;
}

test('a plugin without its consumers serves, receives once core has made them, and from then on without core', async () => {
  const later = await serve(Latecomer);
  const { data } = await later.query(user, '{ __typename }');
  expect(data).toEqual({ __typename: 'Query' });
  const core = await startCore();
  await eventually(async () => (await operator.consumers.list('VAULT_HOOKS').next()).length === 2, 20_000);
  await core.stop();
  teller = await serve(Teller);
  await teller.query(user, 'mutation { tell(batch: "one", size: 1) }');
  await eventually(async () => (await heard()) === 2, 20_000);
  await later.kill();
  await serve(Latecomer);
  await teller.query(user, 'mutation { tell(batch: "two", size: 1) }');
  await eventually(async () => (await heard()) === 4, 20_000);
});

test('consumers that the broker has lost are made again, and nothing is missed or heard twice', async () => {
  const before = await heard();
  const lost = await operator.consumers.list('VAULT_HOOKS').next();
  for (const { name } of lost) await operator.consumers.delete('VAULT_HOOKS', name);
  await teller.query(user, 'mutation { tell(batch: "three", size: 1) }');
  const core = await startCore();
  await eventually(async () => (await heard()) === before + 2);
  await core.stop();
  expect(await heard()).toBe(before + 2);
});

/** The events that a handler got, in no order. */
async function heardBy(handler: string): Promise<readonly string[]> {
  const sql = `select event from heard where handler = '${handler}'`;
  const rows = await yard.rows<{ event: string }>(Eavesdropper, sql, 'acme');
  return rows.map(({ event }) => event).toSorted();
}

/** As a dead letter of Latecomer's own is replayed. */
function replay(): Promise<object[]> {
  const repeats = JSON.stringify({
    id: randomUUID(),
    source: 'Teller',
    plugin: 'Latecomer',
    handler: 'fresh',
  });
  return yard.rows(
    Latecomer,
    `insert into outbox (org, id, subject, type, request_id, data, repeats) values ('acme', gen_random_uuid(),
       'vault.acme.hook.Latecomer.replay.teller.told', 'teller.told.v1', 'again', '{ "event": "again" }', '${repeats}')`,
  );
}

test('a plugin hears every hook, those of before it ran too, but no replay of another; its own handler hears its hook', async () => {
  const core = await startCore();
  const eavesdropper = await serve(Eavesdropper);
  await eventually(async () => (await heardBy('all')).length === 3);
  await replay();
  await eventually(async () => (await heard()) === 7, 20_000);
  await eavesdropper.kill();
  await teller.query(user, 'mutation { tell(batch: "four", size: 1) }');
  const again = await serve(Eavesdropper);
  await eventually(async () => (await heardBy('all')).length === 4);
  for (const handler of ['fresh', 'own']) await eventually(async () => (await heardBy(handler)).length === 4);
  await Promise.all([again.kill(), core.stop()]);
  const events = ['four/0', 'one/0', 'three/0', 'two/0'];
  const told = { name: 'teller.told', version: 1, plugin: 'Teller', userId: null };
  for (const handler of ['all', 'fresh'])
    expect((await heardBy(handler)).map((each) => JSON.parse(each))).toEqual(
      events.map((event) => ({ ...told, payload: { event } })),
    );
  expect(await heardBy('own')).toEqual(events);
});

test.each([
  ['of another plugin', { stream: 'VAULT_HOOKS', durable: 'Teller', filter: 'vault.*.hook.>' }],
  [
    'of the tasks of another plugin',
    { stream: 'VAULT_TASKS', durable: 'Latecomer', filter: 'vault.*.task.Teller.>' },
  ],
  ['of all steps', { stream: 'VAULT_STEPS', durable: 'Latecomer', filter: 'vault.*.step.>' }],
  [
    'of replies to another plugin',
    { stream: 'VAULT_STEPS', durable: 'Latecomer-replies', filter: 'vault.*.reply.Teller.>' },
  ],
  ['of everything', { stream: 'VAULT_HOOKS', durable: 'Latecomer', filter: '>' }],
  ['of dead letters', { stream: 'VAULT_DLQ', durable: 'Latecomer', filter: 'vault.*.dlq.>' }],
  ['of the registry', { stream: 'KV_vault-registry', durable: 'Latecomer', filter: '$KV.vault-registry.>' }],
  [
    'that delivers elsewhere',
    {
      stream: 'VAULT_HOOKS',
      durable: 'Latecomer',
      filter: 'vault.*.hook.>',
      deliver_subject: 'vault.acme.hook.Core.x',
    },
  ],
])('core makes no consumer %s', async (_, data) => {
  const core = await startCore();
  const plugin = await openBroker(yard.servers.natsUrlOf('Latecomer'), 'Latecomer');
  expect(await askCore('consumer', { from: 'Latecomer', data }, plugin)).toBe(false);
  await plugin.close();
  await core.stop();
});
