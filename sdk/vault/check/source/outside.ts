import { matchesGlob } from 'node:path/posix';

/** Built-in modules that reach nothing outside the process. */
export const harmlessModules: readonly string[] = [
  'node:assert',
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:path',
  'node:querystring',
  'node:stream',
  'node:string_decoder',
  'node:timers',
  'node:url',
  'node:util',
  'node:zlib',
];

/** Packages and modules that no plugin imports, even if it declares them, and the way to do it instead. */
interface Closed {
  readonly names: readonly string[];
  readonly instead: string;
}

const closed: readonly Closed[] = [
  {
    names: [
      'pg',
      'pg-*',
      'postgres',
      'mysql*',
      'mongodb',
      'better-sqlite3',
      'redis',
      'ioredis',
      '@mikro-orm/*',
      'kysely',
      'knex',
      'typeorm',
      'drizzle-orm',
      'sequelize',
      '@prisma/*',
    ],
    instead:
      'Read and write your own rows through a service, in bll/<noun>/service.ts: it knows the organization',
  },
  {
    names: ['nats', '@nats-io/*'],
    instead: 'Fire a hook, enqueue a task or ask the other plugins: the outbox loses nothing',
  },
  {
    names: ['@apollo/*', '@nimbusvault/*', '@nimbusvault/*/*'],
    instead: 'Ask the graph with an operation in operations.ts, and learn of events by hooks',
  },
  {
    names: [
      'node:http',
      'node:https',
      'node:http2',
      'node:net',
      'node:tls',
      'node:dns',
      'node:dgram',
      'undici',
      'node-fetch',
      'cross-fetch',
      'isomorphic-fetch',
      'axios',
      'got',
      'needle',
      'superagent',
      'request',
      'ws',
      'eventsource',
    ],
    instead:
      'Call outside systems in clients/<system>.ts with vault.http.fetch, a standard fetch for any library',
  },
  {
    names: ['node:fs'],
    instead:
      'Store text in an entity, and pass bytes through: the next request can reach another process, on another disk',
  },
  {
    names: ['node:child_process', 'node:cluster', 'node:worker_threads', 'node:vm'],
    instead:
      'Enqueue a task for work that takes long; for a library that may hang or need much memory, use defineThread',
  },
  {
    names: ['node:process', 'node:os', 'node:module'],
    instead: 'Declare it in settings.ts: the process reads the environment for you',
  },
];

/** Returns the advice for a package or module that is closed to plugins, or undefined. */
export function insteadOf(name: string): string | undefined {
  return closed.find(({ names }) => names.some((glob) => matchesGlob(name, glob)))?.instead;
}

/** The packages that the text of a package.json declares, those for its tests too if `withDev`. */
export function declaredIn(packageJson: string, withDev = false): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(packageJson) as {
    dependencies?: Readonly<Record<string, string>>;
    devDependencies?: Readonly<Record<string, string>>;
  };
  return [...Object.keys(dependencies), ...(withDev ? Object.keys(devDependencies) : [])];
}
