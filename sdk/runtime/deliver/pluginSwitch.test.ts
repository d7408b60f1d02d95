import { randomBytes, randomUUID } from 'node:crypto';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { always, Desk, trouble, usual } from '@nimbusvault/testing/fixtures/Desk';
import { told } from '@nimbusvault/testing/fixtures/Teller';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { inTransaction, writeOutbox, type Task } from '@nimbusvault/sdk/internal';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTidying } from '../outbox/retention.ts';
import { readSwitch, turnOff } from './pluginSwitch.ts';

let desk: StartedPlugin;
let relay: pg.Client;
beforeAll(async () => {
  desk = await startPlugin(Desk, {}, { retry: { tries: 20, firstDelayMs: 20 } });
  relay = new pg.Client({ connectionString: desk.databaseUrl });
  await relay.connect();
  await relay.query(`set vault.relay = 'on'`);
});
afterAll(async () => {
  await relay.end();
  await desk[Symbol.asyncDispose]();
});

function memberOf(org = `org-${randomBytes(4).toString('hex')}`): Tenant {
  return { org, userId: randomUUID(), roles: ['member'] };
}

/** The notes that were made, whatever the switch says. */
async function noted({ org }: Tenant): Promise<readonly string[]> {
  await relay.query(`select set_config('vault.org', $1, false)`, [org]);
  const { rows } = await relay.query<{ text: string }>(`select handler || ' ' || event as text from note`);
  return rows.map(({ text }) => text).toSorted();
}

const site = ({ org }: Tenant) => ({ plugin: 'Desk', databaseUrl: desk.databaseUrl, org });
const waitingOf = async (tenant: Tenant) => (await readSwitch(site(tenant))).waiting;
const tell = ({ org }: Tenant, event: string) => desk.fire(told, { event }, org);
const tellAll = (tenant: Tenant, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => tell(tenant, String(index).padStart(2, '0'))));
const handled = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index).padStart(2, '0')}`);

async function enqueue(task: Task, { org }: Tenant, event: string): Promise<string> {
  return inTransaction(desk.opened.vaultFor(org), [], async (vault) => {
    const id = task.enqueue({ event }, vault);
    await writeOutbox(vault);
    return id;
  });
}

test('while it is off, root fields are refused, contributed ones are null without an error, and another org is not affected', async () => {
  const [one, other] = [memberOf(), memberOf()];
  await desk.turn('off', one.org);
  for (const query of ['{ deskNotes }', 'mutation { jot(event: "no") }']) {
    const { errors } = await desk.query(one, query);
    expect(errors?.[0]).toMatchObject({
      message: `Desk is turned off for ${one.org}. An admin of ${one.org} turns it on with enablePlugin.`,
      extensions: { code: 'PLUGIN_NOT_ENABLED' },
    });
  }
  const entities = `{ _entities(representations: [{ __typename: "User", id: "1" }]) { ... on User { deskNotes } } }`;
  expect(await desk.query(one, entities)).toEqual({ status: 200, data: { _entities: [null] } });
  expect((await desk.query(other, entities)).data._entities).toEqual([{ deskNotes: [] }]);
  expect((await desk.query(other, 'mutation { jot(event: "yes") }')).data.jot).toBe(true);
  await desk.turn('on', one.org);
  expect((await desk.query(one, '{ deskNotes }')).data.deskNotes).toEqual([]);
  expect((await desk.query(other, '{ deskNotes }')).data.deskNotes).toEqual(['jot yes']);
});

test('hooks wait while it is off, but for handlers that say so, and each is handled once when it is on again', async () => {
  const [one, other] = [memberOf(), memberOf()];
  await desk.turn('off', one.org);
  await Promise.all([tellAll(one, 40), tell(other, 'theirs')]);
  await eventually(async () => (await waitingOf(one)) === 40);
  await eventually(async () => (await noted(one)).length === 40);
  expect(await noted(one)).toEqual(handled('forget', 40));
  await eventually(async () => (await noted(other)).length === 2);
  expect(await noted(other)).toEqual(['forget theirs', 'told theirs']);
  await desk.turn('on', one.org);
  await eventually(async () => (await noted(one)).length >= 80);
  await tell(one, '40');
  await eventually(async () => (await noted(one)).includes('told 40'));
  expect(await noted(one)).toEqual([...handled('forget', 41), ...handled('told', 41)]);
  expect(await readSwitch(site(one))).toMatchObject({ isOn: true, waiting: 0, forgotten: {} });
});

test('turned on and off while events come, it handles each exactly once', async () => {
  const one = memberOf();
  const telling = (async () => {
    for (let index = 0; index < 60; index += 1) await tell(one, String(index).padStart(2, '0'));
  })();
  for (let turn = 0; turn < 8; turn += 1) {
    await desk.turn('off', one.org);
    await desk.turn('on', one.org);
  }
  await telling;
  await eventually(async () => (await noted(one)).length >= 120 && (await waitingOf(one)) === 0);
  expect(await noted(one)).toEqual([...handled('forget', 60), ...handled('told', 60)]);
});

test('an event that a handler is to try again waits too', async () => {
  const one = memberOf();
  trouble.isThere = true;
  await tell(one, 'late');
  const tried = () => relay.query('select 1 from inbox where org = $1 and attempts > 0', [one.org]);
  await eventually(async () => (await tried()).rows.length > 0);
  await desk.turn('off', one.org);
  await eventually(async () => (await waitingOf(one)) === 1);
  trouble.isThere = false;
  expect(await noted(one)).toEqual(['forget late']);
  await desk.turn('on', one.org);
  await eventually(async () => (await noted(one)).length > 1);
  expect(await noted(one)).toEqual(['forget late', 'told late']);
});

test('tasks wait as hooks do, but for those that say so', async () => {
  const one = memberOf();
  await desk.turn('off', one.org);
  const id = await enqueue(usual, one, 'later');
  await enqueue(always, one, 'now');
  await eventually(async () => (await waitingOf(one)) === 1 && (await noted(one)).length === 1);
  expect(await noted(one)).toEqual(['always now']);
  const state = async () => (await usual.find(id, desk.opened.vaultFor(one.org)))?.state;
  expect(await state()).toBe('waiting');
  await desk.turn('on', one.org);
  await eventually(async () => (await state()) === 'done');
  expect(await noted(one)).toEqual(['always now', 'usual later']);
});

test('if the process that turns it on is killed, the relay sends the rest', async () => {
  const one = memberOf();
  await desk.turn('off', one.org);
  await tellAll(one, 3);
  await eventually(async () => (await waitingOf(one)) === 3);
  await relay.query('update plugin_switch set is_on = true where org = $1', [one.org]);
  const tidyUp = createTidying(relay, 'Desk');
  while (await tidyUp());
  await eventually(async () => (await noted(one)).length === 6);
  expect(await waitingOf(one)).toBe(0);
});

test('what waits for longer than 30 days is counted by type, and told when it is on again', async () => {
  const one = memberOf();
  await desk.turn('off', one.org);
  await tellAll(one, 3);
  await eventually(async () => (await waitingOf(one)) === 3);
  for (const event of ['00', '01']) {
    const old = `update inbox set off_at = now() - interval '31 days' where org = $1 and event->'data'->>'event' = $2`;
    await relay.query(old, [one.org, event]);
    const tidyUp = createTidying(relay, 'Desk');
    while (await tidyUp());
  }
  const forgotten = { 'teller.told.v1': 2 };
  expect(await readSwitch(site(one))).toMatchObject({ isOn: false, waiting: 1, forgotten });
  await desk.turn('on', one.org);
  expect(await readSwitch(site(one))).toMatchObject({ isOn: true, forgotten });
  expect(await turnOff(site(one))).toMatchObject({ isOn: false, forgotten: {} });
});

test('core is never turned off', () =>
  expect(() => turnOff({ ...site(memberOf()), plugin: 'Core' })).toThrow('Core is always on'));
