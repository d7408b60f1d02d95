import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDeadLetters } from '@nimbusvault/testing/fixtures/vault';
import { Latecomer } from '@nimbusvault/testing/fixtures/Latecomer';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';

const user = { org: 'acme', userId: null, roles: ['member'] } as const;
const tell = 'mutation { tell(batch: "fresh", size: 1) }';

const tellOfYesterday = `
  insert into outbox (org, id, subject, type, request_id, data, created_at)
  values ('acme', uuidv7(), 'vault.acme.hook.Teller.teller.told', 'teller.told.v1', 'test', '{"event":"old"}', now() - interval '1 day')`;

const repeatAll = `
  insert into outbox (org, id, subject, type, request_id, data, created_at, repeats)
  select org, gen_random_uuid(), 'vault.acme.hook.Latecomer.replay.teller.told', type, request_id, data, created_at,
         jsonb_build_object('id', id, 'source', 'Teller', 'plugin', 'Latecomer', 'handler', 'all')
    from outbox where type = 'teller.told.v1' and repeats is null`;

let yard: Yard;
beforeAll(async () => {
  yard = await openYard(Teller, Latecomer);
});
afterAll(() => yard[Symbol.asyncDispose]());

async function heard(): Promise<readonly string[]> {
  type Row = { readonly handler: string; readonly event: string };
  const rows = await yard.rows<Row>(Latecomer, 'select handler, event from heard', 'acme');
  return rows.map(({ handler, event }) => `${handler}: ${event}`).toSorted();
}

test('a handler that begins with the oldest receives once the events fired before its plugin existed', async () => {
  const teller = await yard.serve(Teller);
  await yard.rows(Teller, tellOfYesterday);
  await teller.query(user, tell);
  const first = await yard.serve(Latecomer);
  const all = ['all: fresh/0', 'all: old', 'fresh: fresh/0'];
  await eventually(async () => (await heard()).length >= all.length, 10_000);
  expect(await heard()).toEqual(all);
  await first.kill();
  await yard.serve(Latecomer);
  await yard.rows(Teller, repeatAll);
  await teller.query(user, 'mutation { tell(batch: "last", size: 1) }');
  await eventually(async () => (await heard()).includes('all: last/0'), 20_000);
  await eventually(async () => (await heard()).includes('fresh: last/0'), 20_000);
  expect(await heard()).toEqual([
    'all: fresh/0',
    'all: last/0',
    'all: old',
    'fresh: fresh/0',
    'fresh: last/0',
  ]);
  const subgraphs = { Latecomer: { databaseUrl: yard.databaseUrlOf(Latecomer) } };
  expect(await listDeadLetters(subgraphs, {})).toEqual([]);
});
