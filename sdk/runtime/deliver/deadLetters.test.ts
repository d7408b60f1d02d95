import { randomUUIDv7 } from 'node:crypto';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  type Subgraphs,
  type VaultSite,
} from '@nimbusvault/testing/fixtures/vault';
import { connectBroker } from '../broker/broker.ts';
import { entries, Ledger, noted, stubbornness } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const always = 1_000;
const operator = { by: 'grace', reason: 'mended' };

let ledger: StartedPlugin;
let nats: NatsConnection;
let streams: JetStreamManager;
let subgraphs: Subgraphs;
let site: VaultSite;
beforeAll(async () => {
  ledger = await startPlugin(Ledger, {}, { retry: { tries: 8, firstDelayMs: 4 } });
  nats = await connectBroker(ledger.servers.natsUrl, 'test');
  streams = await jetstreamManager(nats);
  subgraphs = { Ledger: { databaseUrl: ledger.databaseUrl } };
  site = { subgraphs, settingsFile: '', supergraphFile: '' };
});
afterAll(async () => {
  await nats.close();
  await ledger[Symbol.asyncDispose]();
});
beforeEach(() => {
  stubbornness.left = 0;
});

async function textsOf(org: string): Promise<string[]> {
  const { rows } = await entries.filter({ first: 100 }, ledger.opened.vaultFor(org));
  return rows.map(({ text }) => text).toSorted();
}

async function deadOf(org: string) {
  const letters = await listDeadLetters(subgraphs, { org });
  return letters.filter(({ state }) => state === 'dead');
}

/** Fires an event that the stubborn handler refuses until it is dead; returns the id of its dead letter. */
async function die(org: string): Promise<string> {
  stubbornness.left = always;
  await ledger.fire(noted, { text: 'hi' }, org);
  await eventually(async () => (await deadOf(org)).length === 1);
  stubbornness.left = 0;
  const [letter] = await deadOf(org);
  return letter?.id ?? '';
}

/** Publishes straight to the stream: the relay would never send what its hook does not allow. */
async function publish(org: string, body: object, id: string = randomUUIDv7()): Promise<void> {
  const envelope = headers();
  const said = {
    id,
    type: 'ledger.noted.v1',
    time: new Date().toISOString(),
    org,
    actor: '',
    requestid: 'r',
    source: '/Ledger',
  };
  for (const [name, value] of Object.entries(said)) envelope.set(`ce-${name}`, value);
  nats.publish(`vault.${org}.hook.Ledger.ledger.noted`, JSON.stringify(body), { headers: envelope });
  await nats.flush();
}

async function inDatabase(sql: string, org: string): Promise<void> {
  const database = new pg.Client({ connectionString: ledger.databaseUrl });
  await database.connect();
  await database.query(`set vault.org = '${org}'`);
  await database.query(sql);
  await database.end();
}

function toldOf(org: string) {
  return streams.streams.getMessage('VAULT_DLQ', { last_by_subj: `vault.${org}.dlq.Ledger.ledger.noted` });
}

async function countTold(org: string): Promise<number> {
  const { state } = await streams.streams.info('VAULT_DLQ', { subjects_filter: `vault.${org}.dlq.>` });
  return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

async function isAllAcknowledged(): Promise<boolean> {
  const { num_ack_pending: unacknowledged, num_pending: waiting } = await streams.consumers.info(
    'VAULT_HOOKS',
    'Ledger',
  );
  return unacknowledged + waiting === 0;
}

test('a handler is dead after eight tries: a row, a message, and the event is acknowledged', async () => {
  const id = await die('eight');
  expect(await deadOf('eight')).toEqual([
    expect.objectContaining({
      id,
      plugin: 'Ledger',
      handler: 'stubborn',
      type: 'ledger.noted.v1',
      state: 'dead',
      attempts: 8,
      error: { code: 'INTERNAL_SERVER_ERROR', message: 'not yet' },
    }),
  ]);
  const { event, firstTriedAt, lastTriedAt } = await showDeadLetter(subgraphs, id);
  expect(event).toMatchObject({
    subject: 'vault.eight.hook.Ledger.ledger.noted',
    source: 'Ledger',
    data: { text: 'hi' },
  });
  expect(lastTriedAt.getTime()).toBeGreaterThan(firstTriedAt.getTime());
  await eventually(async () => (await toldOf('eight')) !== null);
  expect((await toldOf('eight'))?.json()).toMatchObject({
    deadLetter: id,
    plugin: 'Ledger',
    handler: 'stubborn',
    attempts: 8,
    code: 'INTERNAL_SERVER_ERROR',
    event: { id: event.id, type: 'ledger.noted.v1' },
  });
  await eventually(isAllAcknowledged);
  expect(await textsOf('eight')).toEqual(['willing heard hi']);
});

test('it is called eight times, however many copies of the event there are', async () => {
  stubbornness.left = always;
  const id = randomUUIDv7();
  for (let copy = 0; copy < 5; copy += 1) await publish('copies', { text: 'hi' }, id);
  await eventually(isAllAcknowledged);
  expect(always - stubbornness.left).toBe(8);
  expect(await deadOf('copies')).toMatchObject([{ handler: 'stubborn', attempts: 8 }]);
  await eventually(async () => (await countTold('copies')) > 0);
  expect(await countTold('copies')).toBe(1);
  expect(await textsOf('copies')).toEqual(['willing heard hi']);
});

test('a payload that its hook does not allow is dead at once, for every handler', async () => {
  stubbornness.left = always;
  await publish('poison', { text: 7 });
  await eventually(isAllAcknowledged);
  expect(stubbornness.left).toBe(always);
  const dead = await deadOf('poison');
  expect(dead.map(({ handler }) => handler).toSorted()).toEqual(['stubborn', 'willing']);
  for (const { attempts, error } of dead) {
    expect(attempts).toBe(1);
    expect(error).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^ledger\.noted\.v1 does not allow text: .*expected string/),
    });
  }
  await replayDeadLetters(site, { org: 'poison' }, operator);
  await eventually(async () => (await deadOf('poison')).length === 2);
});

test('a replay takes effect once, also where the stream has forgotten the event', async () => {
  const id = await die('replayed');
  await eventually(isAllAcknowledged);
  await streams.streams.purge('VAULT_HOOKS');
  await replayDeadLetter(site, id, operator);
  await eventually(async () => (await textsOf('replayed')).length === 2);
  const { event } = await showDeadLetter(subgraphs, id);
  await publish('replayed', { text: 'hi' }, event.id);
  await eventually(isAllAcknowledged);
  expect(await textsOf('replayed')).toEqual(['stubborn heard hi', 'willing heard hi']);
  expect(await deadOf('replayed')).toEqual([]);
  expect(await showDeadLetter(subgraphs, id)).toMatchObject({
    state: 'done',
    replays: [{ ...operator, at: expect.any(String), error: { message: 'not yet' } }],
  });
});

test('an entry that is not dead cannot be replayed', async () => {
  const id = await die('twice');
  await replayDeadLetter(site, id, operator);
  await eventually(async () => (await textsOf('twice')).length === 2);
  await expect(replayDeadLetter(site, id, operator)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: `${id} is not dead any more: it was replayed, and its handler has done it.`,
  });
  await expect(replayDeadLetter(site, randomUUIDv7(), operator)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('of many dead letters, those of the org are replayed', async () => {
  await die('one');
  await die('other');
  expect(await replayDeadLetters(site, { plugin: 'Ledger', org: 'one' }, operator)).toBe(1);
  await eventually(async () => (await textsOf('one')).length === 2);
  expect(await deadOf('other')).toHaveLength(1);
  expect(await textsOf('other')).toEqual(['willing heard hi']);
});

test('a replay that fails has eight tries too, and keeps its id and its story', async () => {
  const id = await die('again');
  stubbornness.left = always;
  await replayDeadLetter(site, id, operator);
  await eventually(async () => (await deadOf('again')).length === 1);
  expect(always - stubbornness.left).toBe(8);
  expect(await showDeadLetter(subgraphs, id)).toMatchObject({ attempts: 8, replays: [operator] });
});

test('a replay for a handler that the plugin no longer has is dead again, not lost', async () => {
  const id = await die('renamed');
  await inDatabase(`update inbox set handler = 'former' where handler = 'stubborn'`, 'renamed');
  await replayDeadLetter(site, id, operator);
  await eventually(async () => (await deadOf('renamed')).length === 1);
  expect(await deadOf('renamed')).toMatchObject([
    { error: { code: 'NOT_FOUND', message: 'Ledger has no handler "former" of ledger.noted.v1.' } },
  ]);
});

test('a replay that nobody has claimed for an hour can be replayed again', async () => {
  const id = await die('lost');
  await inDatabase(
    `update inbox set dead_at = null, due_at = now() - interval '61 minutes' where handler = 'stubborn'`,
    'lost',
  );
  expect(await listDeadLetters(subgraphs, { org: 'lost' })).toMatchObject([{ id, state: 'waiting' }]);
  await replayDeadLetter(site, id, operator);
  await eventually(async () => (await textsOf('lost')).length === 2);
});
