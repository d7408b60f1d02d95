import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { deedsOf, Journey } from '@nimbusvault/testing/fixtures/Journey';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { eventually } from '@nimbusvault/testing';
import { openSagas } from './sagas.ts';

const travel =
  'mutation ($mood: String, $pauseMs: Int) { travel(mood: $mood, pauseMs: $pauseMs) { flight } }';
const steps = ['book-flight', 'book-room', 'pay', 'send-ticket'];

let yard: Yard;
let peer: Served;
beforeAll(async () => {
  yard = await openYard(Journey);
  vi.stubEnv('NIMBUS_TEST_WORLD', yard.worldFile);
  peer = await yard.serve(Journey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await yard[Symbol.asyncDispose]();
});

let count = 0;
const newUser = () => ({ org: `taken-${(count += 1)}`, userId: null, roles: ['member'] as const });

interface Run {
  readonly status: string;
  readonly state: { readonly records: readonly { readonly step: string; readonly phase: string }[] };
}

async function runOf(org: string): Promise<Run | undefined> {
  const [run] = await yard.rows<Run>(Journey, `select status, state from saga where org = '${org}'`);
  return run;
}

/** Each thing has been done, and under one key only, however often it was tried. */
function keysByDeed(org: string): Record<string, number> {
  const byDeed = Map.groupBy(deedsOf(org), ({ what }) => what);
  return Object.fromEntries(
    [...byDeed].map(([what, deeds]) => [what, new Set(deeds.map(({ key }) => key)).size]),
  );
}

const eachOnce = Object.fromEntries(steps.map((step) => [step, 1]));

/** Begins a run that is killed with its process, while it waits in the world. */
async function beginAndKill(served: Served, org: string, rest: Partial<Tenant> = {}): Promise<void> {
  const user = { ...newUser(), org, ...rest };
  void served.query(user, travel, { variables: { pauseMs: 100 } }).catch(() => {});
  await eventually(async () => deedsOf(org).length >= 2);
  await served.kill();
}

test('a peer takes over the run of a killed process', async () => {
  for (let round = 0; round < 3; round += 1) {
    const victim = await yard.serve(Journey);
    const { org } = newUser();
    await beginAndKill(victim, org);
    await eventually(async () => peer.log().includes(`"org":"${org}"`), 3_000);
    await eventually(async () => (await runOf(org))?.status === 'completed', 5_000);
    expect(keysByDeed(org)).toEqual(eachOnce);
  }
});

test('a taken over run keeps its caller: the roles, the scopes, and the plugin that acts', async () => {
  const victim = await yard.serve(Journey);
  const { org, roles } = newUser();
  const rest = { scopes: ['trips:book', 'trips:pay'], service: 'Porter' };
  await beginAndKill(victim, org, rest);
  await eventually(async () => (await runOf(org))?.status === 'completed', 5_000);
  const { by } = deedsOf(org).at(-1) ?? {};
  expect(by).toEqual({ roles, ...rest });
  expect(deedsOf(org).map((deed) => deed.by)).toEqual(deedsOf(org).map(() => by));
});

test.each([
  ['saga.before-record', 3],
  ['saga.after-record', 2],
  ['outside.before-effect', 2],
  ['outside.after-effect', 2],
])('killed at %s, whichever time it passes there, it comes to the right end', async (point, passes) => {
  for (let pass = 1; pass <= passes; pass += 1) {
    const victim = await yard.serve(Journey, { NIMBUS_TEST_KILL_AT: `${point}:${pass}` });
    const user = newUser();
    const asking = victim.query(user, travel, { key: 'once' }).catch(() => undefined);
    await victim.ended;
    await asking;
    const again = await peer.query(user, travel, { key: 'once' });
    expect(again).toMatchObject({ data: { travel: { flight: 'flight 12a' } } });
    expect(keysByDeed(user.org)).toEqual(eachOnce);
    expect(await yard.rows(Journey, `select from saga where org = '${user.org}'`)).toHaveLength(1);
  }
});

test('if it is killed on its way back, everything is undone', async () => {
  const victim = await yard.serve(Journey, { NIMBUS_TEST_KILL_AT: 'outside.after-effect:4' });
  const user = newUser();
  const variables = { mood: 'pay: refuse' };
  await victim.query(user, travel, { variables, key: 'back' }).catch(() => undefined);
  await victim.ended;
  await eventually(async () => (await runOf(user.org))?.status === 'compensated', 5_000);
  expect(keysByDeed(user.org)).toEqual({
    'book-flight': 1,
    'book-room': 1,
    'cancel-room': 1,
    'cancel-flight': 1,
  });
  const again = await peer.query(user, travel, { variables, key: 'back' });
  expect(again.errors?.[0]?.message).toContain('No pay today.');
});

test('without a peer it is finished at the next start', async () => {
  await peer.kill();
  const victim = await yard.serve(Journey);
  const { org } = newUser();
  await beginAndKill(victim, org);
  expect((await runOf(org))?.status).toBe('running');
  expect(await listed(org)).toEqual([{ status: 'running', isLeftAlone: false }]);
  await yard.rows(Journey, `update saga set due_at = now() - interval '31 s' where org = '${org}'`);
  expect(await listed(org)).toEqual([{ status: 'running', isLeftAlone: true }]);
  const next = await yard.serve(Journey);
  await eventually(async () => (await runOf(org))?.status === 'completed', 5_000);
  expect(keysByDeed(org)).toEqual(eachOnce);
  await next.kill();
});

/** The runs of an organization as operators see them. */
async function listed(org: string) {
  await using sagas = await openSagas({ databaseUrl: yard.databaseUrlOf(Journey), plugin: Journey.name });
  return (await sagas.list({ org })).map(({ status, isLeftAlone }) => ({ status, isLeftAlone }));
}

test('a run of a workflow that nobody knows waits, and stops no process from starting', async () => {
  const victim = await yard.serve(Journey);
  const { org } = newUser();
  await beginAndKill(victim, org);
  await yard.rows(Journey, `update saga set workflow_version = 7 where org = '${org}'`);
  const next = await yard.serve(Journey);
  expect(next.log()).toContain('travel.v7');
  expect((await runOf(org))?.status).toBe('running');
  await yard.rows(Journey, `update saga set workflow_version = 1 where org = '${org}'`);
  await eventually(async () => (await runOf(org))?.status === 'completed', 5_000);
  expect(keysByDeed(org)).toEqual(eachOnce);
  await next.kill();
});
