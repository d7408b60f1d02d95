import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Moving } from '@nimbusvault/testing/fixtures/Moving';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Porter } from '@nimbusvault/testing/fixtures/Porter';
import { eventually } from '@nimbusvault/testing';

const move =
  'mutation ($mood: String!) { move(mood: $mood) { ... on Move { box } ... on Conflict { message } } }';

let yard: Yard;
let moving: Served;
let porter: Served;
beforeAll(async () => {
  yard = await openYard(Moving, Porter);
  [moving, porter] = await Promise.all([yard.serve(Moving), yard.serve(Porter)]);
});
afterAll(() => yard[Symbol.asyncDispose]());

let org: string;
let count = 0;
beforeEach(() => {
  org = `moving-${(count += 1)}`;
});

const ask = (mood: string, key?: string) =>
  moving.query({ org, userId: null, roles: ['member'] }, move, { variables: { mood }, ...(key && { key }) });

async function textsOf(plugin: typeof Moving): Promise<string[]> {
  const rows = await yard.rows<{ text: string }>(plugin, `select text from entry`, org);
  return rows.map(({ text }) => text);
}

async function statusOf(): Promise<string | undefined> {
  const [run] = await yard.rows<{ status: string }>(Moving, `select status from saga where org = '${org}'`);
  return run?.status;
}

test('every plugin that takes part does its part, once', async () => {
  expect(await ask('well')).toMatchObject({ data: { move: { box: expect.any(String) } } });
  expect(await textsOf(Moving)).toEqual(['unpacked']);
  expect(await textsOf(Porter)).toEqual(['carried']);
});

test('if a later step fails, all of them are rolled back', async () => {
  expect(await ask('settle: answer')).toMatchObject({
    data: { move: { message: 'Somebody lives here.' } },
  });
  expect(await textsOf(Moving)).toEqual([]);
  expect(await textsOf(Porter)).toEqual([]);
  expect(await statusOf()).toBe('compensated');
});

test('a participant that fails once is retried', async () => {
  expect(await ask('porter: flaky')).toMatchObject({ data: { move: { box: expect.any(String) } } });
  expect(await textsOf(Porter)).toEqual(['carried']);
});

test.each([
  ['refuses', 'porter: refuse', 'Porter: Too heavy.'],
  ['fails for ever', 'porter: throw', 'Porter: The step failed unexpectedly.'],
])('one that %s stops the run; the caller learns which', async (_, mood, message) => {
  const { errors } = await ask(mood);
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'STEP_FAILED' } });
  expect(errors?.[0]?.message).toContain('Step "carry" of "move" failed');
  expect(errors?.[0]?.message).toContain(message);
  expect(await textsOf(Moving)).toEqual([]);
  expect(await textsOf(Porter)).toEqual([]);
});

test('a slow participant is waited for, and asked again', async () => {
  expect(await ask('porter: slow')).toMatchObject({ data: { move: { box: expect.any(String) } } });
  expect(await textsOf(Porter)).toEqual(['carried']);
});

test('one that is down: the run is undone, and what it missed it does not do when it is back', async () => {
  await porter.kill();
  const { errors } = await ask('well', 'down');
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'SAGA_UNFINISHED', saga: { step: 'carry' } } });
  expect(errors?.[0]?.message).toContain('Porter did not answer within 700 ms');
  expect(await statusOf()).toBe('compensating');
  porter = await yard.serve(Porter);
  await eventually(async () => (await statusOf()) === 'compensated', 15_000);
  expect(await textsOf(Porter)).toEqual([]);
  expect(await textsOf(Moving)).toEqual([]);
  const again = await ask('well', 'down');
  expect(again.errors?.[0]?.message).toContain('Porter did not answer');
});

/** Whether a participant was in time depends on how fast the machine is: all is done, or nothing. */
const ends = [
  { status: 'completed', porter: ['carried'], moving: ['unpacked'] },
  { status: 'compensated', porter: [], moving: [] },
];

async function endOf(): Promise<object> {
  const statuses = ends.map(({ status }) => status);
  await eventually(async () => statuses.includes((await statusOf()) ?? ''), 15_000);
  return { status: await statusOf(), porter: await textsOf(Porter), moving: await textsOf(Moving) };
}

test.each(['participant.before-commit', 'participant.after-commit'])(
  'one that is killed at %s does its part once, when it is back',
  async (point) => {
    await porter.kill('SIGTERM'); // a message that it has not acknowledged would kill the next one at its start
    const victim = await yard.serve(Porter, { NIMBUS_TEST_KILL_AT: point });
    const asking = ask('well');
    await victim.ended;
    porter = await yard.serve(Porter);
    await asking;
    expect(ends).toContainEqual(await endOf());
  },
);

test('an asker that is killed while a participant works: a peer goes on', async () => {
  const peer = await yard.serve(Moving);
  const asking = ask('porter: slow').catch(() => undefined);
  await eventually(async () => (await statusOf()) === 'running');
  await moving.kill();
  await asking;
  expect(ends).toContainEqual(await endOf());
  await peer.kill();
});
