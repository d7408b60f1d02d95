import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node';
import { coreName, inboxPrefixOf, pluginNamePattern, streams, VaultError } from '@nimbusvault/sdk/kernel';

const retentionMs = 7 * 24 * 60 * 60 * 1000;
const leastVersion = [2, 11] as const; // keys of a bucket have a time to live
const duplicateWindowMs = 2 * 60 * 1000;

/** A connection to NATS with the vault's streams in place. */
export interface Broker {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Whether it makes no streams and buckets, but waits for core's. */
  readonly isPlugin: boolean;
  /** Aborts when the connection is lost; then only a new broker helps. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/**
 * Connects, and creates the missing streams; a plugin with a user of its own has to wait until core has. It does not reconnect: a server that comes back may have lost its
 * store, therefore streams, consumers and the outbox must be checked again, as at the start.
 */
export async function openBroker(url: string, name: string): Promise<Broker> {
  const connection = await connectBroker(url, name);
  const lost = new AbortController();
  void connection.closed().then(() => lost.abort());
  try {
    const manager = await jetstreamManager(connection);
    const isPlugin = isPluginUser(url);
    for (const stream of Object.values(streams))
      await (isPlugin ? manager.streams.info(stream.name) : ensureStream(manager, stream));
    const close = () => connection.drain().catch(() => {});
    return { connection, client: jetstream(connection), manager, isPlugin, lost: lost.signal, close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Whether the broker knows a process as a plugin, which makes nothing; core, gateways and operators have the rights to. */
export function isPluginUser(natsUrl: string): boolean {
  const user = decodeURIComponent(new URL(natsUrl).username);
  return user !== coreName && pluginNamePattern.test(user);
}

/** A bare connection that is over when it is lost; credentials are read from the URL. Throws BROKER_TOO_OLD. */
export async function connectBroker(url: string, name: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(url);
  const credentials =
    username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const inboxPrefix = inboxPrefixOf(decodeURIComponent(username) || name); // the broker lets a user read its own inbox
  const connection = await connect({
    ...credentials,
    servers: host,
    name,
    inboxPrefix,
    reconnect: false,
    pingInterval: 10_000,
  });
  const { version = '' } = connection.info ?? {};
  if (isAtLeast(version, leastVersion)) return connection;
  await connection.close();
  throw new VaultError(
    'BROKER_TOO_OLD',
    `The NATS server at ${host} has version ${version}. Run at least ${leastVersion.join('.')}, to which its streams can be carried over as they are.`,
  );
}

function isAtLeast(version: string, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

async function ensureStream(
  manager: JetStreamManager,
  stream: { name: string; subjects: readonly string[] },
): Promise<void> {
  await manager.streams.add({
    name: stream.name,
    subjects: [...stream.subjects],
    storage: 'file',
    retention: 'limits',
    max_age: nanos(retentionMs),
    duplicate_window: nanos(duplicateWindowMs),
  });
}
