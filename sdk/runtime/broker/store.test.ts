import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBroker } from './broker.ts';
import { makeStore } from './store.ts';

let servers: RunningServers;
let connection: NatsConnection;
beforeAll(async () => {
  servers = await takeServers();
  connection = await connectBroker(servers.natsUrl, 'test');
});
afterAll(async () => {
  await connection.close();
  await servers.stop();
});

async function manager() {
  return jetstreamManager(connection, { checkAPI: false });
}

test('a deleted key is read as deleted, and its marker does not stay for ever', async () => {
  const store = await makeStore(connection, 'made-now');
  await store.put('instance.Tags.1', 'here');
  await store.delete('instance.Tags.1');
  expect(await store.get('instance.Tags.1')).toMatchObject({ value: undefined });
  const { streams } = await manager();
  const marker = await streams.getMessage('KV_made-now', { last_by_subj: '$KV.made-now.instance.Tags.1' });
  expect(marker?.header.get('Nats-TTL')).toBe('1h');
});

test('a bucket of an earlier version is changed when it is opened to be made', async () => {
  const { streams } = await manager();
  await streams.add({
    name: 'KV_made-before',
    subjects: ['$KV.made-before.>'],
    max_msgs_per_subject: 1,
    allow_rollup_hdrs: true,
    allow_direct: true,
  });
  const store = await makeStore(connection, 'made-before');
  await store.put('instance.Tags.1', 'here');
  await store.delete('instance.Tags.1');
  const { config } = await streams.info('KV_made-before');
  expect(config).toMatchObject({ allow_rollup_hdrs: false, allow_direct: false, allow_msg_ttl: true });
});
