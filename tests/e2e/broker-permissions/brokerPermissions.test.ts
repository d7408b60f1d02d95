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

test.each([
  ['forges a hook of core', 'vault.acme.hook.entity.archived'],
  ['asks a question of core', 'vault.acme.ask.user.leaving'],
  ['replays to another plugin', 'vault.acme.hook.replay.Core.entity.archived'],
  [
    'sends a step to another plugin in a saga of core',
    'vault.acme.step.Labels.user-offboarding.forward.Bookmarks',
  ],
  ['sends a step in the name of core', 'vault.acme.step.Labels.moving.forward.Core'],
  ['sends a step without a name', 'vault.acme.step.Labels.moving.forward'],
  ['answers in the name of another plugin', 'vault.acme.reply.Core.offboard-user.0123.Labels'],
  ['answers without a name', 'vault.acme.reply.Core.offboard-user.0123'],
  ['reads a task of another plugin', '$JS.API.STREAM.MSG.GET.VAULT_TASKS'],
  ['reads an answer to another plugin', '$JS.API.STREAM.MSG.GET.VAULT_STEPS'],
  ['reads a dead letter of another plugin', '$JS.API.STREAM.MSG.GET.VAULT_DLQ'],
  ['reads the end of a run of another plugin', '$JS.API.STREAM.MSG.GET.VAULT_SAGA'],
  ['reads a stream directly', '$JS.API.DIRECT.GET.VAULT_TASKS'],
  ['reports that a run of core is completed', 'vault.acme.saga.offboard-user.completed'],
  ['compensates for core', 'vault.acme.saga.create-document.compensate.insert-document'],
  ['operates another plugin', 'vault.acme.operate.Core'],
  ['enqueues a task of another plugin', 'vault.acme.task.Core.reindex'],
  ['asks in the name of core', 'vault.acme.ask.document.deleting'],
  ['changes the activations', '$KV.vault-registry.catalogue'],
  ['announces an instance of core', '$KV.vault-registry.instance.Core.mine'],
  ['announces a gateway', '$KV.vault-registry.gateway.mine'],
  ['releases a schema of core', '$KV.vault-registry.release.Core.mine'],
  ['writes the composed supergraph of the gateways', '$KV.vault-supergraphs.0123'],
  ['writes the manifest of another plugin', '$KV.vault-manifests.Core'],
  ['writes to the audit log as an operator', 'vault-audit'],
  ['reads the audit log of operators', '$JS.API.STREAM.MSG.GET.VAULT_AUDIT'],
  ['deletes the audit log of operators', '$JS.API.STREAM.DELETE.VAULT_AUDIT'],
  ['empties a stream', '$JS.API.STREAM.PURGE.VAULT_HOOKS'],
  ['deletes a stream', '$JS.API.STREAM.DELETE.VAULT_TASKS'],
  ['changes a stream', '$JS.API.STREAM.UPDATE.VAULT_HOOKS'],
  ['deletes the consumer of another plugin', '$JS.API.CONSUMER.DELETE.VAULT_HOOKS.Core'],
  ['takes the messages of another plugin', '$JS.API.CONSUMER.MSG.NEXT.VAULT_STEPS.Core-replies'],
  ['acknowledges them', '$JS.ACK.VAULT_STEPS.Core-replies.1.1.1.1.1'],
  ['creates a consumer of all tasks', '$JS.API.CONSUMER.CREATE.VAULT_TASKS.Bookmarks'],
  [
    'creates a consumer of tasks of core',
    '$JS.API.CONSUMER.CREATE.VAULT_TASKS.Bookmarks.vault.*.task.Core.>',
  ],
])('a plugin that %s is refused by the broker', async (_, subject) => {
  const { connection, refused } = await connectAs('Bookmarks');
  connection.publish(subject, '{}');
  await vi.waitFor(() => expect(refused).toEqual([`publish ${subject}`]));
  await connection.close();
});

test.each(['vault.>', '_INBOX_Core.>', '_INBOX_gateway.>', '$KV.>', 'vault.*.operate.Core', '>'])(
  'a plugin that listens to %s is refused by the broker',
  async (subject) => {
    const { connection, refused } = await connectAs('Bookmarks');
    connection.subscribe(subject, { callback: () => {} });
    await vi.waitFor(() => expect(refused).toEqual([`subscription ${subject}`]));
    await connection.close();
  },
);

test.each([
  ['a hook', 'vault.acme.hook.bookmark.shared'],
  ['a question', 'vault.acme.ask.bookmark.sharing'],
  ['a step of its extension point', 'vault.acme.step.Labels.bookmark-moving.forward.Bookmarks'],
  ['the end of its run', 'vault.acme.saga.share-bookmark.completed'],
  ['a replay', 'vault.acme.hook.replay.Bookmarks.entity.archived'],
])('a plugin may publish %s', async (_, subject) => {
  const { connection, refused } = await connectAs('Bookmarks');
  connection.publish(subject, '{}');
  await connection.flush(); // the broker sends a refusal before it answers the flush
  await new Promise(setImmediate);
  expect(refused).toEqual([]);
  await connection.close();
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

test('the gateway may not fire hooks or write to the audit log, and a connection without a password is refused', async () => {
  const { connection, refused } = await connectAs('gateway');
  connection.publish('vault.acme.hook.entity.archived', '{}');
  await vi.waitFor(() => expect(refused).toEqual(['publish vault.acme.hook.entity.archived']));
  connection.publish('vault-audit', '{}');
  await vi.waitFor(() => expect(refused).toContain('publish vault-audit'));
  await connection.close();
  await expect(connect({ servers: new URL(vault.stack.natsUrl).host })).rejects.toThrow(/authorization/i);
});

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
