import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from './state/digest.ts';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { eventually } from '@nimbusvault/testing';
import { openBucket } from './bucket.ts';
import { readDocuments, writeDocuments } from './documents.ts';
import { followDocuments } from './followDocuments.ts';
import { quietLog } from './quietLog.ts';

const at = new Date().toISOString();
const documentOf = (document: string, id = sha256(document)) => ({
  id,
  document,
  name: null,
  client: 'web',
  by: 'ada',
  at,
});

let servers: RunningServers;
beforeAll(async () => {
  servers = await takeServers();
});
afterAll(() => servers.stop());

const client = () => ({ natsUrl: servers.natsUrl, name: 'test', log: quietLog });
const follow = () => followDocuments({ ...client(), remembered: [], onChange: () => {} });

async function withBroker<T>(
  work: (connection: Awaited<ReturnType<typeof openBucket>>['connection']) => Promise<T>,
): Promise<T> {
  const bucket = await openBucket(servers.natsUrl, 'test');
  try {
    return await work(bucket.connection);
  } finally {
    await bucket.close();
  }
}

test('what is registered is known to all who follow, and is not registered twice', async () => {
  const early = follow();
  await early.seen;
  const documents = ['{ a }', '{ b }', '{ c }'].map((text) => documentOf(text));
  expect(await withBroker((broker) => writeDocuments(broker, documents))).toBe(3);
  expect(await withBroker((broker) => writeDocuments(broker, documents))).toBe(0);
  await eventually(async () => early.store.all().length === 3);
  const late = follow();
  await late.seen;
  expect(late.store.all()).toEqual(documents);
  await Promise.all([early.stop(), late.stop()]);
});

test('an id keeps its first document', async () => {
  const [first, second] = [documentOf('{ first }', 'home'), documentOf('{ second }', 'home')];
  expect(await withBroker((broker) => writeDocuments(broker, [first, second]))).toBe(1);
  expect(await withBroker(readDocuments)).toContainEqual(first);
});

test('what is removed is gone for all, and who was away and comes back with it changes nothing', async () => {
  const document = documentOf('{ removed }');
  await withBroker((broker) => writeDocuments(broker, [document]));
  const early = follow();
  await early.seen;
  expect(early.store.has('{ removed }')).toBe(true);
  const removed = { ...document, removed: { by: 'ada', why: 'leak', at: new Date().toISOString() } };
  expect(await withBroker((broker) => writeDocuments(broker, [removed, removed]))).toBe(1);
  await eventually(async () => !early.store.has('{ removed }'));
  const stale = followDocuments({ ...client(), remembered: [document], onChange: () => {} });
  await stale.seen;
  expect(stale.store.has('{ removed }')).toBe(false);
  expect(await withBroker(readDocuments)).toContainEqual(removed);
  const again = { ...document, at: new Date(Date.now() + 1).toISOString() };
  expect(await withBroker((broker) => writeDocuments(broker, [again]))).toBe(1);
  await eventually(async () => early.store.has('{ removed }') && stale.store.has('{ removed }'));
  await Promise.all([early.stop(), stale.stop()]);
});

test('a broker that has lost everything gets the registered documents again', async () => {
  const following = follow();
  await following.seen;
  const before = following.store.all();
  const nats = servers.find('nats');
  await nats.stop();
  rmSync(join(servers.stateDir, 'nats/jetstream'), { recursive: true });
  await nats.start();
  await eventually(async () => {
    const registered = await withBroker(readDocuments).catch(() => []);
    return registered.length === before.length;
  }, 20_000);
  expect(await withBroker(readDocuments)).toEqual(expect.arrayContaining([...before]));
  await following.stop();
});
