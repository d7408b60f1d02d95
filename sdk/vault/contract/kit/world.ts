import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { buckets, coreName, VaultError } from '@nimbusvault/sdk/kernel';
import {
  answerConsumers,
  answerHolds,
  openBroker,
  openStoreOf,
  type Broker,
  type Store,
} from '@nimbusvault/runtime/contract';
import { quietLog, type Instance, type Release } from '@nimbusvault/runtime/registry';
import { portOf, unusedPort } from '../../stack/ground/ports.ts';
import { startServers, type RunningServers } from '../../stack/startServers.ts';
import { Broken } from './finding.ts';
import { makeKeys, type KitKeys } from './keys.ts';
import { openLink, type Link } from './link.ts';
import { isLive, openSubject, type Subject } from './subject.ts';
import { until } from './until.ts';

const longestWaitMs = 600_000;

/** The process to test. */
export interface KitOptions {
  readonly name: string;
  /** Its GraphQL, where it is started by hand. */
  readonly url?: string | undefined;
  /** Starts it. */
  readonly command?: readonly string[] | undefined;
  /** The SDL of core. */
  readonly coreSdl: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  /** How long a thing that has to happen may take; 10 s by default. */
  readonly patienceMs?: number;
}

/** A vault without gateway and core, whose parts the kit plays. */
export interface World {
  readonly name: string;
  readonly schema: string;
  readonly url: string;
  readonly coreSdl: string;
  readonly patienceMs: number;
  readonly keys: KitKeys;
  readonly servers: RunningServers;
  /** As the operator: it may publish as anybody. */
  readonly broker: Broker;
  readonly connection: NatsConnection;
  readonly registry: Store;
  readonly manifests: Store;
  /** As the owner. */
  readonly database: pg.Client;
  readonly subject: Subject | undefined;
  /** Its connections to the broker. */
  readonly link: Link;
  /** The variables that it gets. */
  readonly env: NodeJS.ProcessEnv;
  /** The SDL that the process answers. */
  sdl?: string;
  release?: Release;
  instance?: Instance;
}

/** Starts the servers, plays core, and starts the process or waits for it. */
export async function openWorld(options: KitOptions): Promise<World & AsyncDisposable> {
  await refuseRunning(options);
  await using opening = new AsyncDisposableStack();
  const { name, coreSdl, patienceMs = 10_000 } = options;
  const servers = await startServers({ env: options.env, subgraphs: [coreName, name] });
  opening.defer(() => servers.stop());
  await playCore(servers, opening);
  const broker = await openBroker(servers.natsUrl, 'contract kit');
  opening.defer(() => broker.close());
  const database = new pg.Client({ connectionString: servers.databaseUrl });
  await database.connect();
  opening.defer(() => database.end());
  const keys = makeKeys();
  const url = options.url ?? `http://127.0.0.1:${await unusedPort()}/graphql`;
  const link = opening.use(await openLink(servers.natsUrlOf(name)));
  const env = processEnvironment({ name, url, keys, servers, link }, opening);
  const registry = await openStoreOf(broker, buckets.registry);
  const manifests = await openStoreOf(broker, buckets.manifests);
  const subject = await startSubject(options, { url, env });
  if (subject) opening.defer(async () => void (await subject.end('SIGKILL')));
  const kept = opening.move();
  const schema = name.toLowerCase();
  const place = {
    name,
    schema,
    url,
    coreSdl,
    patienceMs,
    keys,
    servers,
    broker,
    database,
    subject,
    link,
    env,
  };
  const dispose = { [Symbol.asyncDispose]: () => kept.disposeAsync() };
  return { ...place, connection: broker.connection, registry, manifests, ...dispose };
}

/** Core's own part: its streams and buckets, and its services to plugins. */
async function playCore(servers: RunningServers, over: AsyncDisposableStack): Promise<void> {
  const core = await openBroker(servers.natsUrlOf(coreName), coreName);
  const stopping = new AbortController();
  for (const bucket of [buckets.registry, buckets.manifests, buckets.positions])
    await openStoreOf(core, bucket);
  const serving = [answerConsumers, answerHolds].map((serve) => serve(core, quietLog, stopping.signal));
  over.defer(async () => {
    stopping.abort();
    await Promise.all(serving);
    await core.close();
  });
}

/** A process that runs already has other variables than the kit's. */
async function refuseRunning({ command, url }: KitOptions): Promise<void> {
  if (!command && !url)
    throw new VaultError('BAD_USER_INPUT', 'Give the command that starts the process, or its --url.');
  if (command || !url || !(await isLive(url))) return;
  throw new VaultError(
    'BAD_USER_INPUT',
    `A process answers at ${url} already, with the variables of another vault. Stop it; the kit prints the variables to start it with.`,
  );
}

type Place = Pick<World, 'name' | 'url' | 'keys' | 'servers' | 'link'>;

function processEnvironment(
  { name, url, keys, servers, link }: Place,
  over: AsyncDisposableStack,
): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-kit-'));
  over.defer(() => rmSync(folder, { recursive: true }));
  const settings = join(folder, 'vault-settings.json');
  writeFileSync(settings, JSON.stringify({ Base: { active_plugins: [name] } }));
  const runtime = new URL(servers.databaseUrl);
  Object.assign(runtime, {
    username: `vault_${name.toLowerCase()}`,
    password: randomBytes(12).toString('hex'),
  });
  return {
    HOST: '127.0.0.1',
    PORT: String(portOf(url)),
    DATABASE_URL: runtime.href,
    OWNER_DATABASE_URL: servers.databaseUrl,
    NATS_URL: link.url,
    NIMBUS_URL: url,
    NIMBUS_SETTINGS: settings,
    NIMBUS_ASSERTION_PUBLIC_KEY: keys.publicText,
  };
}

async function startSubject(
  { command, tell, env: inherited }: KitOptions,
  { url, env }: { readonly url: string; readonly env: NodeJS.ProcessEnv },
): Promise<Subject | undefined> {
  if (command) {
    const subject = openSubject({ command, url, env: { ...inherited, ...env } });
    await subject.start().catch(notStarted);
    return subject;
  }
  tell(`Start the process with these variables; its tables too:\n${shellText(env)}`);
  await until(() => isLive(url), `nothing answers at ${url}`, longestWaitMs).catch(notStarted);
  return undefined;
}

function notStarted(error: unknown): never {
  if (error instanceof Broken)
    throw new VaultError('STACK_FAILED', `The process does not start: ${error.message}.`);
  throw error;
}

function shellText(env: NodeJS.ProcessEnv): string {
  return Object.entries(env)
    .map(([key, value]) => `export ${key}='${value}'`)
    .join('\n');
}
