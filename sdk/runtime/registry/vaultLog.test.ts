import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vaultLog, type AuditDeed } from '@nimbusvault/sdk/kernel';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { connectBroker } from '../broker/broker.ts';
import { addToVaultLog, readVaultLog } from './vaultLog.ts';

const deed: AuditDeed = {
  action: 'plugin.activated',
  outcome: 'attempted',
  subjectType: 'Plugin',
  subjectId: 'Tags',
  by: 'grace',
  reason: null,
  details: null,
};

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

test('nothing is in a log to which nobody has added; what is added comes back, newest first', async () => {
  expect(await readVaultLog(connection)).toEqual([]);
  await addToVaultLog(connection, deed);
  await addToVaultLog(connection, { ...deed, subjectId: 'Notes', reason: 'für alle' });
  const at = expect.stringMatching(/^20\d\d-.*Z$/);
  expect(await readVaultLog(connection)).toEqual([
    { ...deed, subjectId: 'Notes', reason: 'für alle', at },
    { ...deed, at },
  ]);
});

test('what is no entry is passed over, and none can be taken out or all emptied', async () => {
  const before = await readVaultLog(connection);
  for (const text of ['not json', '{}']) await jetstream(connection).publish(vaultLog.subject, text);
  expect(await readVaultLog(connection)).toEqual(before);
  const { streams } = await jetstreamManager(connection);
  await expect(streams.purge(vaultLog.name)).rejects.toThrow(/purge/);
  await expect(streams.deleteMessage(vaultLog.name, 1)).rejects.toThrow(/delete/);
  expect(await readVaultLog(connection)).toEqual(before);
});

test('the newest thousand are kept', async () => {
  for (let count = 0; count < 1_010; count += 1)
    await jetstream(connection).publish(vaultLog.subject, JSON.stringify({ ...deed, at: time(count) }));
  const records = await readVaultLog(connection);
  expect(records.map(({ at }) => at)).toEqual(
    Array.from({ length: 1_000 }, (_, index) => time(1_009 - index)),
  );
});

function time(second: number): string {
  return new Date(second * 1_000).toISOString();
}
