import { afterAll, beforeAll, expect, test } from 'vitest';
import { Jammer } from '@nimbusvault/testing/fixtures/Jammer';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';

const user = { org: 'acme', userId: null, roles: ['member'] } as const;
const patienceMs = 60_000;
const watched = { NIMBUS_STUCK_SECONDS: '1' };

let yard: Yard;
let teller: Served;
beforeAll(async () => {
  yard = await openYard(Teller, Jammer);
  teller = await yard.serve(Teller);
});
afterAll(() => yard[Symbol.asyncDispose]());

interface Try {
  readonly attempts: number;
  readonly code: string | null;
  readonly isDead: boolean;
}

/** The messages whose handler has failed. */
const failed = () =>
  yard.rows<Try>(
    Jammer,
    `select attempts, error_code as code, dead_at is not null as "isDead" from inbox where attempts > 0`,
  );

async function heard(): Promise<readonly string[]> {
  const rows = await yard.rows<{ event: string }>(Jammer, 'select event from heard', 'acme');
  return rows.map(({ event }) => event).toSorted();
}

const tell = (batch: string, size: number) =>
  teller.query(user, `mutation { tell(batch: "${batch}", size: ${size}) }`);

test('a handler that hangs uses up a try of its message, and not of those beside it', async () => {
  const first = await yard.serve(Jammer, watched);
  await Promise.all([tell('well', 3), tell('jam', 1), tell('fine', 3)]);
  await first.ended;
  expect(first.log()).toContain('the event loop of this process hangs');
  await eventually(async () => (await failed()).length > 0, patienceMs);
  expect(await failed()).toEqual([{ attempts: 1, code: 'HANDLER_HUNG', isDead: false }]);

  await yard.rows(Jammer, `update inbox set attempts = 8, due_at = now() where attempts > 0`);
  const next = await yard.serve(Jammer, watched);
  await eventually(async () => (await failed())[0]?.isDead ?? false, patienceMs);
  await eventually(async () => (await heard()).length === 6, patienceMs);
  expect(next.child.exitCode).toBeNull();
  expect(await failed()).toMatchObject([{ code: 'HANDLER_HUNG', isDead: true }]);
  expect(await heard()).toEqual(['fine/0', 'fine/1', 'fine/2', 'well/0', 'well/1', 'well/2']);
  await next.kill();
});

test('a task that hangs uses up its tries too, and then is a dead letter', async () => {
  const tried = () =>
    yard.rows<Try>(
      Jammer,
      `select attempts, error_code as code, dead_at is not null as "isDead" from inbox where handler = 'grind' and attempts > 0`,
    );
  const first = await yard.serve(Jammer, watched);
  await tell('task', 1);
  await first.ended;
  await eventually(async () => (await tried()).length > 0, patienceMs);
  expect(await tried()).toEqual([{ attempts: 1, code: 'HANDLER_HUNG', isDead: false }]);

  await yard.rows(Jammer, `update inbox set attempts = 8, due_at = now() where handler = 'grind'`);
  const next = await yard.serve(Jammer, watched);
  await eventually(async () => (await tried())[0]?.isDead ?? false, patienceMs);
  expect(next.child.exitCode).toBeNull();
  await next.kill();
});

test('a step that hangs, and then its undo, use up their tries, and the run is left to operators', async () => {
  const patiently = { NIMBUS_STUCK_SECONDS: '2' };
  const both = [await yard.serve(Jammer, patiently), await yard.serve(Jammer, patiently)] as const;
  await both[0].query(user, 'mutation { jam }').catch(() => {}); // its connection ends with the process
  await Promise.all(both.map(({ ended }) => ended));
  const last = await yard.serve(Jammer, patiently);
  const runs = () =>
    yard.rows<{ status: string; state: { records: object[] } }>(Jammer, 'select status, state from saga');
  await eventually(async () => (await runs())[0]?.status === 'stuck', patienceMs);
  const hung = { failures: 1, error: { code: 'HANDLER_HUNG', message: 'It kept its whole process busy.' } };
  expect(await runs()).toMatchObject([{ state: { records: [{ step: 'jam', ...hung, undo: hung }] } }]);
  expect(last.child.exitCode).toBeNull();
});
