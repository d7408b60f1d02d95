import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Moving } from '@nimbusvault/testing/fixtures/Moving';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Porter } from '@nimbusvault/testing/fixtures/Porter';
import { eventually } from '@nimbusvault/testing';
import { buckets } from '@nimbusvault/sdk/kernel';
import { connectBroker } from '../broker/broker.ts';
import { makeStore } from '../broker/store.ts';
import { keys } from '../registry/index.ts';

const move = 'mutation { move(mood: "well") { ... on Move { box } ... on Conflict { message } } }';
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-active-'));
const anotherFile = join(folder, 'vault-settings.json');

let yard: Yard;
let nats: NatsConnection;
let porter: Served;
beforeAll(async () => {
  writeFileSync(anotherFile, '{ "Base": { "active_plugins": ["Moving"] } }');
  yard = await openYard(Moving, Porter);
  nats = await connectBroker(yard.servers.natsUrl, 'test');
  porter = await yard.serve(Porter);
});
afterAll(async () => {
  await nats.close();
  await yard[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Writes the decision that `nimbus activate` would write. */
async function decide(...plugins: readonly string[]): Promise<void> {
  const active = { plugins, by: 'grace', why: '', at: new Date().toISOString() };
  const registry = await makeStore(nats, buckets.registry);
  await registry.put(keys.catalogue, JSON.stringify({ active, published: {} }));
}

/** The number of plugins beside Moving that took part in a run of this process. */
async function helpersOf(moving: Served, org: string): Promise<number> {
  const user = { org, userId: null, roles: ['member'] } as const;
  const isUp = async () => (await moving.query(user, '{ __typename }')).errors === undefined;
  await eventually(isUp);
  expect(await moving.query(user, move)).toMatchObject({ data: { move: { box: expect.any(String) } } });
  return (await yard.rows(Porter, 'select text from entry', org)).length;
}

test('a plugin that only the settings list takes part until the registry has decided, and not afterwards', async () => {
  const moving = await yard.serve(Moving);
  expect(await helpersOf(moving, 'undecided')).toBe(1);
  await decide('Moving');
  expect(await helpersOf(moving, 'decided')).toBe(0);
  await moving.kill();
});

test('a plugin that the registry has activated takes part, whatever the settings file of the asker lists', async () => {
  await decide('Moving', 'Porter');
  const moving = await yard.serve(Moving, { NIMBUS_SETTINGS: anotherFile });
  expect(await helpersOf(moving, 'another-file')).toBe(1);
  await moving.kill();
});

test('a process that has never reached the registry refuses a run that others take part in', async () => {
  const moving = await yard.serve(Moving, { NATS_URL: 'nats://127.0.0.1:1' });
  const user = { org: 'nowhere', userId: null, roles: ['member'] } as const;
  const { errors } = await moving.query(user, move);
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('which plugins are active is unknown'),
    extensions: { code: 'PLUGINS_UNKNOWN' },
  });
  expect(await yard.rows(Moving, 'select text from entry', 'nowhere')).toEqual([]);
  await moving.kill();
  await porter.kill();
});
