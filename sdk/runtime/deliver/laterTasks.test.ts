import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runWorkflow, writeOutbox } from '@nimbusvault/sdk/internal';
import { grind, grindLater, Mill, mill } from '@nimbusvault/testing/fixtures/Mill';
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

const enqueue = async (mood: 'busy' | 'stray', org: string) =>
  (await runWorkflow(grindLater, { text: 'rye', mood, refused: false }, vaultOf(org))) as string;

const become = (state: string, id: string, org: string) =>
  eventually(async () => (await grind.find(id, vaultOf(org)))?.state === state);

const inDatabase = <T>(work: (database: pg.Client) => Promise<T>) => asRelay(started.databaseUrl, work);

/** The time from a task's enqueueing to its end, in milliseconds. */
async function lastedMs(id: string): Promise<number> {
  const sql = `
    select extract(epoch from done_at - enqueued_at)::float8 * 1000 as lasted
      from inbox join background_task on id = message_id where id = $1`;
  const { rows } = await inDatabase((database) => database.query<{ lasted: number }>(sql, [id]));
  return rows[0]?.lasted ?? 0;
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
  expect(await lastedMs(inTime)).toBeGreaterThanOrEqual(600);
  const open = { ...vaultOf('timely'), transaction: { outbox: [] } };
  for (const when of [{ after: Number.NaN }, { at: new Date('3000-01-01') }, { at: new Date('never') }])
    expect(() => grind.enqueue({ text: 'rye' }, open, when)).toThrow(/within a year/);
});
