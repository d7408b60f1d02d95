import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

let vault: OwnVault;
beforeAll(async () => {
  vault = await borrowVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** A connection with the credentials of a process, and the broker's refusals. */
async function connectAs(user: string): Promise<{
  readonly connection: NatsConnection;
  readonly refused: readonly string[];
}> {
  const { brokers } = JSON.parse(readFileSync(join(vault.stack.stateDir, 'secrets.json'), 'utf8')) as {
    brokers: Record<string, string>;
  };
  const { host } = new URL(vault.stack.natsUrl);
  const connection = await connect({
    servers: host,
    user,
    pass: brokers[user],
    inboxPrefix: `_INBOX_${user}`,
    ignoreAuthErrorAbort: true,
  });
  const refused: string[] = [];
  void (async () => {
    for await (const status of connection.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.push(`${status.error.operation} ${status.error.subject}`);
  })();
  return { connection, refused };
}

function violations(): readonly string[] {
  const log = readFileSync(join(vault.stack.stateDir, 'logs/nats.log'), 'utf8');
  return log.split('\n').filter((line) => line.includes('Violation'));
}

test('the processes of a vault have the permissions that they need: hooks, questions, steps, replies, operating', async () => {
  const { admin } = await vault.makeOrg();
  const { data } = await admin.query(
    'mutation { createDocument(input: { title: "a" }) { ... on Document { id } } createUser(input: { username: "eve" }) { ... on User { id } } }',
  );
  const [id, userId] = [data.createDocument.id, data.createUser.id];
  const archive = `mutation { archiveDocument(id: "${id}") { __typename } deleteDocument(id: "${id}") { __typename } }`;
  expect((await admin.query(archive)).errors).toBeUndefined();
  const offboard = `mutation { offboardUser(userId: "${userId}", transferTo: "${admin.userId}") { __typename } }`;
  expect((await admin.query(offboard)).data).toEqual({ offboardUser: { __typename: 'User' } });
  expect((await admin.query('{ sagas { silent } }')).data).toEqual({ sagas: { silent: [] } });
  expect(violations()).toEqual([]);
});

test('a handler that begins with the oldest message, whatever its name, has its consumer and receives messages', async () => {
  const { admin } = await vault.makeOrg();
  const before = violations().length;
  vault.changeBookmarks('hooks.ts', (text) =>
    text.replace(
      `vault),
  ),`,
      `vault),
    { name: 'forget', from: 'oldest' },
  ),`,
    ),
  );
  await vi.waitFor(async () => expect(await hookConsumers()).toHaveLength(2), { timeout: 60_000 });
  const { data } = await admin.query(
    'mutation { createDocument(input: { title: "a" }) { ... on Document { id } } }',
  );
  const { id } = data.createDocument;
  await admin.query(
    `mutation { shareBookmark(input: { title: "a", targetUrl: "https://a.test/entity/${id}" }) { __typename } }`,
  );
  await admin.query(`mutation { archiveDocument(id: "${id}") { __typename } }`);
  const left = async () => (await admin.query('{ sharedBookmarks { totalCount } }')).data;
  await vi.waitFor(async () => expect(await left()).toEqual({ sharedBookmarks: { totalCount: 0 } }), {
    timeout: 20_000,
  });
  expect(violations()).toHaveLength(before);
});

/** The consumers of Bookmarks. */
async function hookConsumers(): Promise<readonly string[]> {
  const { host, username: user, password: pass } = new URL(vault.stack.natsUrl);
  const connection = await connect({ servers: host, user, pass });
  const consumers = (await jetstreamManager(connection)).consumers.list('VAULT_HOOKS');
  const names = (await Array.fromAsync(consumers)).map(({ name }) => name);
  await connection.close();
  return names.filter((name) => name.startsWith('Bookmarks'));
}

test('a plugin may read its own consumers and streams, and a plugin that is added later gets its permissions', async () => {
  const { connection, refused } = await connectAs('Bookmarks');
  const consumer = await jetstream(connection).consumers.get('VAULT_HOOKS', 'Bookmarks');
  expect((await consumer.info()).name).toBe('Bookmarks');
  expect((await (await jetstreamManager(connection)).streams.info('VAULT_HOOKS')).config.name).toBe(
    'VAULT_HOOKS',
  );
  expect(await vault.nimbus('new', 'Tags')).toMatchObject({ code: 0 });
  expect(await vault.nimbus('activate', 'Tags', '--watch', '0')).toMatchObject({ code: 0 });
  expect(connection.isClosed()).toBe(false);
  expect(refused).toEqual([]);
  await connection.close();
  const { admin } = await vault.makeOrg();
  const made = await admin.query('mutation { createTag(input: { title: "a" }) { ... on Tag { title } } }');
  expect(made.data).toEqual({ createTag: { title: 'a' } });
  const later = await connectAs('Tags');
  await later.connection.close();
});
