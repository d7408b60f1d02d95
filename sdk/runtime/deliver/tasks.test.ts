import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  listDeadLetters,
  replayDeadLetter,
  showDeadLetter,
  type Subgraphs,
} from '@nimbusvault/testing/fixtures/vault';
import { runWorkflow, writeOutbox } from '@nimbusvault/sdk/internal';
import { connectBroker } from '../broker/broker.ts';
import { createTidying } from '../outbox/retention.ts';
import {
  brood,
  delivered,
  grind,
  grindLater,
  hurry,
  Mill,
  mill,
  sacks,
} from '@nimbusvault/testing/fixtures/Mill';
import { asRelay } from '@nimbusvault/testing/fixtures/asRelay';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const always = 1_000;

let started: StartedPlugin;
let nats: NatsConnection;
let streams: JetStreamManager;
let subgraphs: Subgraphs;
beforeAll(async () => {
  started = await startPlugin(Mill);
  nats = await connectBroker(started.servers.natsUrl, 'test');
  streams = await jetstreamManager(nats);
  subgraphs = { Mill: { databaseUrl: started.databaseUrl } };
});
afterAll(async () => {
  await nats.close();
  await started[Symbol.asyncDispose]();
});
beforeEach(() => {
  mill.gate = Promise.withResolvers();
  mill.tries.length = 0;
  mill.failures = 0;
});

type Mood = 'well' | 'fail' | 'dawdle' | 'again';

const vaultOf = (org: string) => started.opened.vaultFor(org);

async function enqueue(org: string, mood: Mood = 'well'): Promise<string> {
  return (await runWorkflow(grindLater, { text: 'rye', mood, refused: false }, vaultOf(org))) as string;
}

async function enqueueAlone(task: typeof hurry, org: string): Promise<string> {
  return started.opened.transaction(org, async (vault) => {
    const id = task.enqueue({ text: 'rye' }, vault);
    await writeOutbox(vault);
    return id;
  });
}

const textsOf = async (org: string) =>
  (await sacks.filter({ first: 100 }, vaultOf(org))).rows.map(({ text }) => text).toSorted();

const become = (state: string, id: string, org: string) =>
  eventually(async () => (await grind.find(id, vaultOf(org)))?.state === state);

const inDatabase = <T>(work: (database: pg.Client) => Promise<T>) => asRelay(started.databaseUrl, work);

/** Publishes straight to the stream, as the relay does, and as it never would. */
async function publish(
  org: string,
  { id = randomUUIDv7(), type = 'task.grind.v1', body = '{"text":"rye"}' },
) {
  const envelope = headers();
  const said = { id, type, time: new Date().toISOString(), org, actor: '', requestid: 'r', source: '/Mill' };
  for (const [name, value] of Object.entries(said)) envelope.set(`ce-${name}`, value);
  nats.publish(`vault.${org}.task.Mill.${type.split('.')[1]}`, body, { headers: envelope });
  await nats.flush();
}

test('an enqueued task of a workflow is done, and its id is known to its org alone', async () => {
  const id = await enqueue('plain');
  await become('done', id, 'plain');
  expect(await textsOf('plain')).toEqual(['rye']);
  expect(await grind.find(id, vaultOf('plain'))).toEqual({
    state: 'done',
    progress: null,
    attempts: 0,
    error: null,
    enqueuedAt: expect.any(Date),
  });
  expect(await grind.find(id, vaultOf('other'))).toBeNull();
  expect(await hurry.find(id, vaultOf('plain'))).toBeNull();
  expect(await grind.find(randomUUIDv7(), vaultOf('plain'))).toBeNull();
  expect(await grind.find('none', vaultOf('plain'))).toBeNull();
});

test('a task that an undone workflow enqueued is not done', async () => {
  const refused = runWorkflow(grindLater, { text: 'rye', refused: true }, vaultOf('undone'));
  await expect(refused).rejects.toMatchObject({ code: 'STEP_FAILED' });
  await become('done', await enqueue('undone'), 'undone');
  expect(await textsOf('undone')).toEqual(['rye']);
});

test('a hook handler and a task can enqueue too', async () => {
  await started.fire(delivered, { text: 'oats', mood: 'again' }, 'chained');
  await eventually(async () => (await textsOf('chained')).length === 2);
  expect(await textsOf('chained')).toEqual(['again', 'oats']);
});

test('outside of a transaction, with a wrong payload or in another plugin nothing is enqueued', async () => {
  const vault = vaultOf('lost');
  expect(() => grind.enqueue({ text: 'rye' }, vault)).toThrow(
    /task\.grind\.v1 was sent outside a workflow step/,
  );
  const elsewhere = { ...vault, plugin: 'Bakery', transaction: { outbox: [] } };
  expect(() => grind.enqueue({ text: 'rye' }, elsewhere)).toThrow(
    /Bakery cannot enqueue "grind", a task of Mill/,
  );
  const open = { ...vault, transaction: { outbox: [] } };
  expect(() => grind.enqueue({ text: 7 as never }, open)).toThrow(/expected string/);
  expect(open.transaction.outbox).toEqual([]);
});

test('its progress is read while it runs, and hooks are delivered meanwhile', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(() => enqueue('busy', 'dawdle')));
  const [id = ''] = ids;
  await eventually(async () => (await grind.find(id, vaultOf('busy')))?.progress !== null);
  expect(await grind.find(id, vaultOf('busy'))).toMatchObject({
    state: 'running',
    progress: { done: 1, total: 4, note: 'the first quarter', at: expect.stringMatching(/^\d{4}-/) },
  });
  expect(await textsOf('busy')).toEqual([]);
  const fifth = await enqueue('busy');
  await started.fire(delivered, { text: 'oats' }, 'busy');
  await eventually(async () => (await streams.consumers.info('VAULT_HOOKS', 'Mill')).num_ack_pending === 0);
  expect(await grind.find(fifth, vaultOf('busy'))).toMatchObject({ state: 'waiting', progress: null });
  mill.gate.resolve();
  for (const each of [...ids, fifth]) await become('done', each, 'busy');
  expect(await grind.find(id, vaultOf('busy'))).toMatchObject({
    progress: { done: 4, total: 4, note: null },
  });
});

test('a message that comes twice is done once', async () => {
  const id = randomUUIDv7();
  for (let copy = 0; copy < 5; copy += 1) await publish('twice', { id });
  await become('done', await enqueue('twice'), 'twice');
  await eventually(async () => (await textsOf('twice')).length === 2);
  await pause(700);
  expect(await textsOf('twice')).toEqual(['rye', 'rye']);
  expect(mill.tries.filter((key) => key === id)).toHaveLength(1);
});

test('a failed task is retried with the same key, and keeps its last report', async () => {
  mill.failures = 2;
  const id = await enqueue('failing', 'fail');
  await become('done', id, 'failing');
  expect(mill.tries).toEqual([id, id, id]);
  expect(await textsOf('failing')).toEqual(['rye']);
  expect(await grind.find(id, vaultOf('failing'))).toMatchObject({ attempts: 2, progress: { done: 1 } });
});

test('after its last try it is a dead letter, reported and replayed like a handler’s', async () => {
  mill.failures = always;
  const id = await enqueue('dead', 'fail');
  await become('dead', id, 'dead');
  const error = { code: 'INTERNAL_SERVER_ERROR', message: 'the stone is stuck' };
  expect(await grind.find(id, vaultOf('dead'))).toMatchObject({ attempts: 8, error });
  const [letter] = await listDeadLetters(subgraphs, { org: 'dead' });
  expect(letter).toMatchObject({ handler: 'grind', type: 'task.grind.v1', attempts: 8, error });
  const toldOn = { last_by_subj: 'vault.dead.dlq.Mill.grind' };
  await eventually(async () => (await streams.streams.getMessage('VAULT_DLQ', toldOn)) !== null);
  mill.failures = 0;
  const letterId = letter?.id ?? '';
  await replayDeadLetter({ subgraphs, settingsFile: '', supergraphFile: '' }, letterId, {
    by: 'grace',
    reason: null,
  });
  await become('done', id, 'dead');
  expect(await textsOf('dead')).toEqual(['rye']);
  expect(await showDeadLetter(subgraphs, letterId)).toMatchObject({ state: 'done', event: { id } });
});

test('a task that takes too long is stopped, and counts as tried', async () => {
  const id = await enqueueAlone(hurry, 'slow');
  await eventually(async () => (await hurry.find(id, vaultOf('slow')))?.state === 'dead');
  expect(await hurry.find(id, vaultOf('slow'))).toMatchObject({ attempts: 2 });
  expect(await textsOf('slow')).toEqual([]);
});

test('a task that does not stop is undone, and its later work has no effect', async () => {
  const id = await enqueueAlone(brood, 'brooding');
  await eventually(async () => (await brood.find(id, vaultOf('brooding')))?.state === 'dead', 8_000);
  await eventually(async () => mill.failures === 1);
  expect(await textsOf('brooding')).toEqual([]);
  expect(await brood.find(id, vaultOf('brooding'))).toMatchObject({
    progress: null,
    error: { code: 'STEP_FAILED', message: expect.stringContaining('within 3 s of its abort signal.') },
  });
});

test.each([
  ['of a version that the plugin does not have', { type: 'task.grind.v2' }],
  ['whose payload does not fit', { body: '{"text":7}' }],
])('a message %s is not lost, and blocks nothing', async (_, message) => {
  const org = `odd-${randomUUIDv7()}`;
  await publish(org, message);
  await become('done', await enqueue(org), org);
  const { rows } = await countAttempts(org);
  expect(rows).toMatchObject([{ attempts: expect.any(Number) }]);
});

function countAttempts(org: string) {
  const sql = 'select attempts from inbox where org = $1 and attempts > 0';
  return inDatabase((database) => database.query(sql, [org]));
}

test('one that the stream has forgotten before its turn is said again; one that has ended is forgotten', async () => {
  const [ended, waiting] = [randomUUIDv7(), randomUUIDv7()];
  await inDatabase(async (database) => {
    for (const id of [ended, waiting]) {
      await database.query(
        `insert into outbox (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
         values ('old', $1, 'vault.old.task.Mill.grind', 'task.grind.v1', 'r', '{"text":"rye"}', now(),
                 now() - interval '8 days', 'VAULT_TASKS', 1000000)`,
        [id],
      );
      await database.query(
        `insert into background_task (org, id, name, enqueued_at) values ('old', $1, 'grind', now() - interval '15 days')`,
        [id],
      );
    }
    await database.query(
      `insert into inbox (org, message_id, handler, done_at) values ('old', $1, 'grind', now() - interval '15 days')`,
      [ended],
    );
    const tidyUp = createTidying(database, 'Mill');
    while (await tidyUp());
  });
  await become('done', waiting, 'old');
  expect(await textsOf('old')).toEqual(['rye']);
  expect(await grind.find(ended, vaultOf('old'))).toBeNull();
});
