import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buckets, ownConsumers } from '@nimbusvault/sdk/kernel';
import { takeServers } from '@nimbusvault/testing/fixtures/vault';
import { openBroker } from '../broker.ts';
import { makeStore } from '../store.ts';
import { matrix, users, type User } from './rights.ts';

const plugins = ['Core', 'Bookmarks', 'Labels'] as const;

/** A connection of a user, and the broker's refusals. */
interface Client {
  readonly connection: NatsConnection;
  readonly refused: Set<string>;
}

let servers: Awaited<ReturnType<typeof takeServers>>;
let operator: NatsConnection;
const heard = new Set<string>();
const clients = new Map<User, Client>();

beforeAll(async () => {
  servers = await takeServers(plugins);
  const { manager, connection, close } = await openBroker(servers.natsUrl, 'test');
  for (const bucket of Object.values(buckets)) await makeStore(connection, bucket);
  for (const plugin of plugins)
    for (const { stream, durable, filter } of ownConsumers(plugin))
      await manager.consumers.add(stream, {
        durable_name: durable,
        filter_subject: filter,
        ack_policy: 'explicit',
      });
  await close();
  operator = await connectTo(servers.natsUrl);
  operator.subscribe('>', {
    callback: (_, message) => void heard.add(`${message.subject} ${message.string()}`),
  });
  for (const user of users) clients.set(user, await connectAs(user));
});
afterAll(async () => {
  for (const { connection } of clients.values()) await connection.close();
  await operator.close();
  await servers.stop();
});

async function connectTo(url: string): Promise<NatsConnection> {
  const { host, username: user, password: pass } = new URL(url);
  return connect({ servers: host, user, pass, inboxPrefix: `_INBOX_${user}`, ignoreAuthErrorAbort: true });
}

async function connectAs(user: User): Promise<Client> {
  const connection = await connectTo(servers.natsUrlOf(user));
  const refused = new Set<string>();
  void (async () => {
    for await (const status of connection.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(`${status.error.operation} ${status.error.subject}`);
  })();
  return { connection, refused };
}

const clientOf = (user: User) => clients.get(user) as Client;

/** The broker sends a refusal before it answers the flush, and the operator has everything that came before its own. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { connection } of clients.values()) await connection.flush();
    await operator.flush();
    await new Promise(setImmediate);
  }
}

const concrete = Object.keys(matrix).filter((subject) => !/[*>]/.test(subject));
const spoken = concrete.filter((subject) => !subject.startsWith('$JS.'));
const mayPublish = (user: User, subject: string) => matrix[subject]?.publish?.includes(user) ?? false;
const allowed = (subjects: readonly string[]) =>
  users.map((user) => ({ user, at: subjects.filter((subject) => mayPublish(user, subject)) }));

/** The subjects at which the text of a user has arrived. */
const arrived = (way: string) =>
  users.map((user) => ({ user, at: spoken.filter((subject) => heard.has(`${subject} "${user} ${way}"`)) }));

test('each user publishes where it may, and nowhere else', async () => {
  for (const user of users)
    for (const subject of concrete) clientOf(user).connection.publish(subject, `"${user} directly"`);
  await settle();
  expect(arrived('directly')).toEqual(allowed(spoken));
  const refusedBy = (user: User) =>
    concrete.filter((subject) => !clientOf(user).refused.has(`publish ${subject}`));
  expect(users.map((user) => ({ user, at: refusedBy(user) }))).toEqual(allowed(concrete));
});

test('a user that is asked, with any subject to reply to, replies where it may publish, and nowhere else', async () => {
  const ears = { Core: 'vault-core.held.Labels', Bookmarks: 'vault.acme.operate.Bookmarks.Core' } as const;
  for (const user of ['Core', 'Bookmarks'] as const) {
    const { connection } = clientOf(user);
    const ear = connection.subscribe(ears[user], {
      callback: (_, message) => void message.respond(`"${user} by reply"`),
    });
    await connection.flush();
    for (const subject of spoken) operator.publish(ears[user], '', { reply: subject });
    await settle();
    ear.unsubscribe();
  }
  expect(arrived('by reply').slice(0, 2)).toEqual(allowed(spoken).slice(0, 2));
});

/** The ways in which the broker itself publishes what a user has stored, or is made to, where the user wishes. */
const detours: Readonly<Record<string, (user: User, subject: string, text: string) => void>> = {
  'by pulling from its consumer'(user, reply, text) {
    const { connection } = clientOf(user);
    connection.publish(`vault.acme.task.${user}.x`, text);
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.VAULT_TASKS.${user}`, '1', { reply });
    connection.publish(`vault.acme.hook.${user}.x`, text);
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.VAULT_HOOKS.${user}`, '1', { reply });
  },
  'by acknowledging and pulling'(user, reply) {
    clientOf(user).connection.publish(`$JS.ACK.VAULT_TASKS.${user}.1.1.1.1.1`, '+NXT', { reply });
  },
  'by a consumer that delivers there'(user, deliver_subject, text) {
    const { connection } = clientOf(user);
    connection.publish(`vault.acme.task.${user}.x`, text);
    const filter_subject = `vault.*.task.${user}.>`;
    const config = { deliver_subject, filter_subject, ack_policy: 'none', deliver_policy: 'all' };
    const wanted = JSON.stringify({ stream_name: 'VAULT_TASKS', config });
    connection.publish('$JS.API.CONSUMER.CREATE.VAULT_TASKS', wanted);
    if (user !== 'Core')
      connection.publish(`$JS.API.CONSUMER.CREATE.VAULT_TASKS.${user}.${filter_subject}`, wanted);
  },
  'by reading an entry of its own'(user, reply, text) {
    const { connection } = clientOf(user);
    const key = user === 'gateway' ? 'gateway.mine' : `instance.${user}.mine`;
    connection.publish(`$KV.vault-registry.${key}`, text);
    connection.publish(`$JS.API.DIRECT.GET.KV_vault-registry.$KV.vault-registry.${key}`, '', { reply });
    const query = JSON.stringify({ last_by_subj: `$KV.vault-registry.${key}` });
    connection.publish('$JS.API.DIRECT.GET.KV_vault-registry', query, { reply });
    connection.publish('$JS.API.STREAM.MSG.GET.KV_vault-registry', query, { reply });
  },
  'by the word of the broker'(user, reply, text) {
    const { connection } = clientOf(user);
    connection.publish(`vault.acme.task.${user}.x`, text, { reply });
    connection.publish('$JS.API.STREAM.INFO.VAULT_TASKS', text, { reply });
  },
  'by a stream of its own'(user, subject, text) {
    const { connection } = clientOf(user);
    const config = { name: 'MINE', subjects: ['mine'], republish: { src: 'mine', dest: subject } };
    connection.publish('$JS.API.STREAM.CREATE.MINE', JSON.stringify(config));
    connection.publish('mine', text);
  },
};

test.each(Object.keys(detours))('no text of a user gets %s to where it may not publish', async (way) => {
  for (const user of users) for (const subject of spoken) detours[way]?.(user, subject, `"${user} ${way}"`);
  await settle();
  const beyond = arrived(way).map(({ user, at }) => ({
    user,
    at: at.filter((subject) => !mayPublish(user, subject)),
  }));
  expect(beyond).toEqual(users.map((user) => ({ user, at: [] })));
});

test('an entry that says to forget all others is not stored', async () => {
  const nats = await jetstreamManager(operator);
  const entries = async () => (await nats.streams.info('KV_vault-registry')).state.messages;
  const before = await entries();
  const { connection } = clientOf('Bookmarks');
  const rollup = headers();
  rollup.set('Nats-Rollup', 'all');
  connection.publish('$KV.vault-registry.instance.Bookmarks.rolled', '{}', { headers: rollup });
  await settle();
  expect(await entries()).toBe(before);
});

test('each user listens where it may, and nowhere else', async () => {
  const subjects = Object.keys(matrix).filter((subject) => !subject.startsWith('$JS.API'));
  for (const user of users)
    for (const subject of subjects) clientOf(user).connection.subscribe(subject, { callback: () => {} });
  await settle();
  const heardBy = (user: User) =>
    subjects.filter((subject) => !clientOf(user).refused.has(`subscription ${subject}`));
  const mayHear = (user: User) => subjects.filter((subject) => matrix[subject]?.subscribe?.includes(user));
  expect(users.map((user) => ({ user, at: heardBy(user) }))).toEqual(
    users.map((user) => ({ user, at: mayHear(user) })),
  );
});

test('a connection without a password is refused', async () => {
  await expect(connect({ servers: new URL(servers.natsUrl).host })).rejects.toThrow(/authorization/i);
});
