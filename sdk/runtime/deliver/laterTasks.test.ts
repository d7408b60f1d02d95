import { fail } from 'node:assert';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runWorkflow, writeOutbox } from '@nimbusvault/sdk/internal';
import { grind, grindLater, Mill, mill, sacks } from '@nimbusvault/testing/fixtures/Mill';
import { asRelay } from '@nimbusvault/testing/fixtures/asRelay';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const always = 1_000;

let started: StartedPlugin;
beforeAll(async () => {
  started = await startPlugin(Mill);
});
afterAll(() => started[Symbol.asyncDispose]());
beforeEach(() => {
  mill.tries.length = 0;
  mill.failures = 0;
});

const vaultOf = (org: string) => started.opened.vaultFor(org);

const enqueue = async (mood: 'busy' | 'stray' | 'broken', org: string) =>
  (await runWorkflow(grindLater, { text: 'rye', mood, refused: false }, vaultOf(org))) as string;

const become = (state: string, id: string, org: string) =>
  eventually(async () => (await grind.find(id, vaultOf(org)))?.state === state);

const inDatabase = <T>(work: (database: pg.Client) => Promise<T>) => asRelay(started.databaseUrl, work);

/** The times of a task that is done, and the milliseconds between them. */
async function lifeOf(id: string) {
  const sql = `
    select enqueued_at as "enqueuedAt", done_at as "doneAt", extract(epoch from done_at - enqueued_at)::float8 * 1000 as "lastedMs"
      from inbox join background_task on id = message_id where id = $1`;
  type Life = { readonly enqueuedAt: Date; readonly doneAt: Date; readonly lastedMs: number };
  const { rows } = await inDatabase((database) => database.query<Life>(sql, [id]));
  return rows[0] ?? fail('The task is not done.');
}

test('one that asks to be tried later is not counted as failed, a hundred times', async () => {
  mill.failures = 4;
  const id = await enqueue('busy', 'busy-road');
  await become('done', id, 'busy-road');
  expect(mill.tries).toHaveLength(5);
  expect(await grind.find(id, vaultOf('busy-road'))).toMatchObject({ attempts: 0 });
  mill.failures = always;
  const hopeless = await enqueue('busy', 'busy-road');
  const isPutOff = async () => {
    const sql = 'update inbox set postponed = 100 where message_id = $1 and postponed > 0';
    return (await inDatabase((database) => database.query(sql, [hopeless]))).rowCount === 1;
  };
  await eventually(isPutOff);
  await become('dead', hopeless, 'busy-road');
  expect(await grind.find(hopeless, vaultOf('busy-road'))).toMatchObject({
    attempts: 8,
    error: { message: 'no grain came' },
  });
});

test('one that calls a refused address is dead at once', async () => {
  const id = await enqueue('stray', 'astray');
  await become('dead', id, 'astray');
  expect(await grind.find(id, vaultOf('astray'))).toMatchObject({
    attempts: 1,
    error: { code: 'OUTSIDE_REFUSED' },
  });
  expect(mill.tries).toHaveLength(1);
});

test('one that throws Permanent is dead at once, and its work is undone', async () => {
  const id = await enqueue('broken', 'broken-stone');
  await become('dead', id, 'broken-stone');
  expect(await grind.find(id, vaultOf('broken-stone'))).toMatchObject({
    attempts: 1,
    error: { code: 'STEP_FAILED', message: 'the stone is in two' },
  });
  expect((await sacks.filter({}, vaultOf('broken-stone'))).rows).toEqual([]);
});

test('a task waits for its time, and is enqueued at once if that has passed', async () => {
  const [inTime = '', past = ''] = await started.opened.transaction('timely', async (vault) => {
    const ids = [
      grind.enqueue({ text: 'rye' }, vault, { after: 600 }),
      grind.enqueue({ text: 'oats' }, vault, { at: new Date(0) }),
    ];
    await writeOutbox(vault);
    return ids;
  });
  for (const id of [past, inTime]) await become('done', id, 'timely');
  expect((await lifeOf(inTime)).lastedMs).toBeGreaterThanOrEqual(600);
  const open = { ...vaultOf('timely'), transaction: { outbox: [] } };
  for (const when of [{ after: Number.NaN }, { at: new Date('3000-01-01') }, { at: new Date('never') }])
    expect(() => grind.enqueue({ text: 'rye' }, open, when)).toThrow(/within a year/);
});

test.each([
  ['ahead', 90],
  ['behind', -90],
])(
  "the process's clock may be 90 s %s: a task waits by PostgreSQL's, until the time that its author names",
  async (org, seconds) => {
    const at = new Date(Date.now() + 600);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
    const ids = await started.opened.transaction(org, async (vault) => {
      const enqueued = [{ after: 600 }, { at }].map((when) => grind.enqueue({ text: 'rye' }, vault, when));
      await writeOutbox(vault);
      return enqueued;
    });
    vi.useRealTimers();
    for (const id of ids) await become('done', id, org);
    const [after = '', timed = ''] = ids;
    expect((await lifeOf(after)).lastedMs).toBeGreaterThanOrEqual(600);
    expect((await lifeOf(timed)).doneAt.getTime()).toBeGreaterThanOrEqual(at.getTime());
    expect(Math.abs((await lifeOf(timed)).enqueuedAt.getTime() - at.getTime())).toBeLessThan(30_000);
  },
);
