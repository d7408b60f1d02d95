import { headers, connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServers, type RunningServers } from '../../startServers.ts';
import { matrix, users, type User } from './rights.ts';

let servers: RunningServers;
let operator: NatsConnection;
const heard: string[] = [];
const clients = new Map<User, Client>();

/** A connection of a user, and the broker's refusals. */
interface Client {
  readonly connection: NatsConnection;
  readonly refused: Set<string>;
}

beforeAll(async () => {
  servers = await startServers({
    subgraphs: ['Core', 'Bookmarks', 'Labels'],
    env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
  });
  operator = await connectTo(servers.natsUrl);
  operator.subscribe('>', {
    callback: (_, message) => void heard.push(`${message.subject} ${message.string()}`),
  });
  await operator.flush();
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

function clientOf(user: User): Client {
  const client = clients.get(user);
  if (!client) throw new Error(`${user} is not connected`);
  return client;
}

/** The broker sends a refusal before it answers the flush, and the operator has everything that came before its own. */
async function settle(): Promise<void> {
  for (const { connection } of clients.values()) await connection.flush();
  await operator.flush();
  await new Promise(setImmediate);
}

const concrete = Object.keys(matrix).filter((subject) => !/[*>]/.test(subject));
const cells = users.flatMap((user) => concrete.map((subject) => ({ user, subject })));
const mayPublish = ({ user, subject }: { user: User; subject: string }) =>
  matrix[subject]?.publish?.includes(user) ?? false;

test('each user publishes where it may, and nowhere else', async () => {
  for (const { user, subject } of cells) clientOf(user).connection.publish(subject, `${user} directly`);
  await settle();
  const arrived = cells.filter(({ user, subject }) => heard.includes(`${subject} ${user} directly`));
  expect(arrived).toEqual(cells.filter(mayPublish));
});

test('a user that is asked, with any subject to reply to, replies where it may publish, and nowhere else', async () => {
  const asked = { Core: 'vault-core.held.Labels', Bookmarks: 'vault.acme.operate.Bookmarks.Core' };
  for (const [user, ear] of Object.entries(asked)) {
    const { connection } = clientOf(user as User);
    connection.subscribe(ear, { callback: (_, message) => void message.respond(`${user} by reply`) });
    await connection.flush();
    for (const subject of concrete) operator.publish(ear, '', { reply: subject, headers: headers() });
  }
  await settle();
  await settle();
  for (const user of ['Core', 'Bookmarks'] as const) {
    const arrived = concrete.filter((subject) => heard.includes(`${subject} ${user} by reply`));
    expect({ user, arrived }).toEqual({
      user,
      arrived: concrete.filter((subject) => mayPublish({ user, subject })),
    });
  }
});

test('each user listens where it may, and nowhere else', async () => {
  const listened = users.flatMap((user) => Object.keys(matrix).map((subject) => ({ user, subject })));
  for (const { user, subject } of listened)
    clientOf(user).connection.subscribe(subject, { callback: () => {} });
  await settle();
  const allowed = listened.filter(
    ({ user, subject }) => !clientOf(user).refused.has(`subscription ${subject}`),
  );
  expect(allowed).toEqual(
    listened.filter(({ user, subject }) => matrix[subject]?.subscribe?.includes(user) ?? false),
  );
});

test('a connection without a password is refused', async () => {
  await expect(connect({ servers: new URL(servers.natsUrl).host })).rejects.toThrow(/authorization/i);
});
