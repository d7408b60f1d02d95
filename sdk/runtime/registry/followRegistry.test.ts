import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeOf, instancesOf, revisionOf } from './state/registry.ts';
import { hashOf, keys, type Release } from './state/entries.ts';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { eventually } from '@nimbusvault/testing';
import { announceInstance } from './announceInstance.ts';
import { openBucket } from './bucket.ts';
import { followRegistry, type Following } from './followRegistry.ts';
import { quietLog } from './quietLog.ts';

const sdl = 'type Query { tags: String }';
const url = 'http://tags.test/graphql';
/** An instance that is silent is gone after 7 s; one that leaves earlier has announced it. */
const lessThanASilenceMs = 4_000;
const release: Release = {
  plugin: 'Tags',
  hash: hashOf(sdl),
  sdl,
  version: '1.0.0',
  sdk: '0.1.0',
  fires: [],
  hears: [],
  answers: [],
  takesPart: [],
  settings: {},
};
const active = { plugins: ['Tags'], by: 'ada', why: 'a test', at: new Date().toISOString() };

let servers: RunningServers;
let following: Following;
let changes = 0;
beforeAll(async () => {
  servers = await takeServers();
  following = follow();
  await eventually(async () => following.isConnected());
});
afterAll(async () => {
  await following.stop();
  await servers.stop();
});

const client = () => ({ natsUrl: servers.natsUrl, name: 'test', log: quietLog });
const follow = () => followRegistry({ ...client(), onChange: () => void (changes += 1) });
const urls = () => instancesOf(following.registry(), 'Tags').map((instance) => instance.url);

const isUrl = (_: string, at: string) => at === url;

async function instanceKeys(): Promise<readonly string[]> {
  const bucket = await openBucket(servers.natsUrl, 'test');
  const keysThere = (await bucket.store.readAll('instance.>')).entries.flatMap(({ key, value }) =>
    value ? key : [],
  );
  await bucket.close();
  return keysThere;
}

test('a process is there while it lives, and gone once it has left', async () => {
  const announced = announceInstance(release, { url }, client());
  await announced.known;
  expect(await instanceKeys()).toHaveLength(1);
  await eventually(async () => urls().length === 1);
  expect(following.registry().release.get(keys.release(release))).toEqual(release);
  await announced.leave();
  expect(urls()).toEqual([]);
  expect(following.registry().instance.size).toBe(1); // what it still handles may still ask
  await announced.end();
  await eventually(async () => following.registry().instance.size === 0, lessThanASilenceMs);
});

test('a process that says nothing any more is gone after a while', async () => {
  const bucket = await openBucket(servers.natsUrl, 'test');
  const instance = { plugin: 'Tags', id: 'killed', url, hash: release.hash, since: 1 };
  await bucket.store.put(keys.instance(instance), JSON.stringify(instance));
  await bucket.close();
  await eventually(async () => urls().length === 1);
  const before = changes;
  await eventually(async () => urls().length === 0, 20_000);
  expect(changes).toBeGreaterThan(before);
});

test('a process at an address that is not allowed is kept out, and one that names another plugin is not believed', async () => {
  const picky = followRegistry({ ...client(), allowed: () => isUrl });
  const bucket = await openBucket(servers.natsUrl, 'test');
  const write = async (key: string, value: object) => bucket.store.put(key, JSON.stringify(value));
  const { plugin, hash } = release;
  const honest = { plugin, id: 'honest', url, hash, since: 1 };
  const spy = 'http://127.0.0.1:4191/latest/meta-data/iam';
  await write('instance.Tags.honest', honest);
  await write('instance.Tags.spy', { ...honest, id: 'spy', url: spy });
  await write('instance.Notes.thief', { ...honest, id: 'thief' });
  const served = () => instancesOf(picky.registry(), 'Tags').map(({ id }) => id);
  await eventually(async () => served().length > 0);
  expect([served(), picky.strangers()]).toEqual([['honest'], []]);
  await eventually(async () => picky.strangers().length > 0, lessThanASilenceMs + 1_000);
  expect([served(), picky.strangers()]).toMatchObject([['honest'], [{ id: 'spy', url: spy }]]);
  await Promise.all(
    ['Tags.honest', 'Tags.spy', 'Notes.thief'].map((each) => bucket.store.delete(`instance.${each}`)),
  );
  await bucket.close();
  await picky.stop();
});

test('of two who write the same revision one is refused', async () => {
  const entry = { key: keys.catalogue, value: { active, published: {} }, revision: 0 };
  expect(await Promise.all([following.write(entry), following.write(entry)])).toEqual([true, false]);
  await eventually(async () => activeOf(following.registry()) !== undefined);
});

test('a broker that has lost everything gets the decisions and the instances again', async () => {
  const announced = announceInstance(release, { url }, client());
  await eventually(async () => urls().length === 1);
  const nats = servers.find('nats');
  await nats.stop();
  await eventually(async () => !following.isConnected());
  expect(activeOf(following.registry())).toEqual(active);
  expect(await following.write({ key: keys.catalogue, value: {}, revision: 1 })).toBe(false);
  rmSync(join(servers.stateDir, 'nats/jetstream'), { recursive: true });
  await nats.start();
  await eventually(
    async () => following.isConnected() && revisionOf(following.registry(), keys.catalogue) > 0,
  );
  const other = follow();
  await eventually(async () => activeOf(other.registry())?.by === 'ada');
  await eventually(async () => instancesOf(other.registry(), 'Tags').length === 1);
  await other.stop();
  await announced.leave();
  await announced.end();
});

test('what was decided is written again where the broker was made to answer under its key', async () => {
  const bucket = await openBucket(servers.natsUrl, 'test');
  await bucket.store.put('catalogue', JSON.stringify({ active, published: {} }));
  await eventually(async () => activeOf(following.registry())?.plugins[0] === 'Tags');
  const { revision = 0 } = (await bucket.store.get('catalogue')) ?? {};
  const reply = '$KV.vault-registry.catalogue';
  bucket.connection.publish('$JS.API.STREAM.INFO.KV_vault-registry', '', { reply });
  await eventually(async () => ((await bucket.store.get('catalogue'))?.revision ?? 0) >= revision + 2);
  const entry = await bucket.store.get('catalogue');
  expect(JSON.parse(Buffer.from(entry?.value ?? []).toString())).toMatchObject({ active });
  await bucket.close();
});
