import { afterAll, beforeAll, expect, test } from 'vitest';
import { buckets } from '@nimbusvault/sdk/kernel';
import { eventually } from '@nimbusvault/testing';
import { Clockwork, hours } from '@nimbusvault/testing/fixtures/Clockwork';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { connectBroker } from '../broker/broker.ts';
import { makeStore } from '../broker/store.ts';
import { openSchedules, type ScheduleSummary } from './schedules.ts';

const orgsOf = (length: number) => Array.from({ length }, (_, index) => `org-${index}`);
const orgs = orgsOf(40);
let yard: Yard;

beforeAll(async () => {
  yard = await openYard(Clockwork);
  await publish(orgs);
});
afterAll(() => yard[Symbol.asyncDispose]());

/** As core does it, in a few shards. */
async function publish(slugs: readonly string[]): Promise<void> {
  const connection = await connectBroker(yard.servers.natsUrl, 'test');
  const store = await makeStore(connection, buckets.organizations);
  for (let shard = 0; shard < 3; shard += 1)
    await store.put(String(shard), JSON.stringify(slugs.filter((_, index) => index % 3 === shard)));
  await connection.close();
}

async function list(): Promise<readonly ScheduleSummary[]> {
  await using schedules = await openSchedules({
    plugin: 'Clockwork',
    databaseUrl: yard.databaseUrlOf(Clockwork),
  });
  return await schedules.list();
}

const stateOf = async (name: string) => (await list()).find((each) => each.name === name);
const hasFired = async (name: string) => (await stateOf(name))?.last?.result === 'fired';

async function knows(count: number): Promise<boolean> {
  const sql = 'select count(*)::int as count from known_organization';
  return (await yard.rows<{ count: number }>(Clockwork, sql))[0]?.count === count;
}

const isReady = (name: string, count = orgs.length) =>
  eventually(async () => (await stateOf(name)) !== undefined && (await knows(count)), 20_000);

/** The schedule has missed the times of two days. */
async function miss(name: string): Promise<void> {
  await yard.rows(
    Clockwork,
    `update schedule set settled_at = now() - interval '49 hours' where name = '${name}'`,
  );
}

/** The tasks that a schedule has enqueued, and the times that they are for. */
async function tasksOf(name: string) {
  const [found] = await yard.rows<object>(
    Clockwork,
    `select count(*)::int as tasks, count(distinct task.org)::int as orgs,
        count(distinct data->>'scheduledFor')::int as times, count(done_at)::int as done
       from background_task as task join outbox using (org, id)
       left join inbox on inbox.org = task.org and inbox.message_id = task.id
      where name = 'tick-${name}'`,
  );
  return found;
}

test.each([
  ['begun', 'schedule.after-begin:1'],
  ['half-way', 'schedule.before-batch:2'],
  ['written', 'schedule.after-batch:2'],
  ['ended', 'schedule.after-end:1'],
] as const)(
  'a firing whose process is killed when it has %s ends in another, with one task for each organization',
  async (name, NIMBUS_TEST_KILL_AT) => {
    await using stack = new AsyncDisposableStack();
    const victim = await yard.serve(Clockwork, { NIMBUS_TEST_KILL_AT });
    await isReady(name);
    const other = await yard.serve(Clockwork);
    stack.defer(() => other.kill());
    await miss(name);
    await victim.ended;
    expect(victim.child.signalCode).toBe('SIGKILL');
    await eventually(() => hasFired(name));
    expect(await tasksOf(name)).toMatchObject({ tasks: orgs.length, orgs: orgs.length, times: 1 });
    const scheduledFor = lastTimeAt(hours[name]);
    expect(await stateOf(name)).toMatchObject({
      firing: null,
      last: { scheduledFor, organizations: orgs.length },
    });
  },
);

function lastTimeAt(hour: number): string {
  const today = new Date().setUTCHours(hour, 0, 0, 0);
  return new Date(today <= Date.now() ? today : today - 24 * 60 * 60 * 1000).toISOString();
}

test('a schedule that skips what it missed fires for none of it, and a new organization is known while it runs', async () => {
  await using stack = new AsyncDisposableStack();
  const process = await yard.serve(Clockwork);
  stack.defer(() => process.kill());
  await miss('skipped');
  await eventually(async () => (await stateOf('skipped'))?.last?.result === 'skipped', 10_000);
  expect(await tasksOf('skipped')).toMatchObject({ tasks: 0 });
  await publish([...orgs.slice(1), 'new', 'newer']);
  await eventually(() => knows(orgs.length + 1), 10_000);
  await miss('ended');
  await eventually(async () => Object(await tasksOf('ended')).orgs === orgs.length + 2, 10_000);
  const isDone = async () => Object(await tasksOf('half-way')).done === orgs.length;
  await eventually(isDone);
  expect(await tasksOf('half-way')).toEqual({
    tasks: orgs.length,
    orgs: orgs.length,
    times: 1,
    done: orgs.length,
  });
});

const slowOnesDone = async () => Number(Object(await tasksOf('slow')).done);

/** Has a task done in an organization in which nothing else is to be done. */
async function doOneElsewhere(): Promise<void> {
  await yard.rows(
    Clockwork,
    `insert into outbox (org, id, subject, type, request_id, data)
     values ('elsewhere', gen_random_uuid(), 'vault.elsewhere.task.Clockwork.tick-begun', 'task.tick-begun.v1', 'test',
             '{ "scheduledFor": "2026-01-01T00:00:00Z" }')`,
  );
  const sql = `select from inbox where org = 'elsewhere' and done_at is not null`;
  await eventually(async () => (await yard.rows(Clockwork, sql)).length === 1);
}

test('a task of another organization does not wait behind a firing whose tasks are slow', async () => {
  await using stack = new AsyncDisposableStack();
  const process = await yard.serve(Clockwork);
  stack.defer(() => process.kill());
  await publish(orgsOf(300));
  await isReady('slow', 300);
  await miss('slow');
  await eventually(async () => (await slowOnesDone()) > 0);
  const before = await slowOnesDone();
  await doOneElsewhere();
  expect((await slowOnesDone()) - before).toBeLessThan(40);
});
