import type { Room } from './room.ts';

const sdk = ['@nimbusvault/sdk/kernel', '@nimbusvault/sdk/internal'];
const brokerClients = ['@nats-io/*', 'zod', 'node:*'];
const databaseClients = ['@mikro-orm/*', 'pg', 'node:*'];

/** A room of the runtime, by the rooms below it and the packages that it loads from outside. */
function runtimeRoom(name: string, below: readonly string[], outside: readonly string[]): Room {
  return {
    name: `runtime/${name}`,
    files: [`sdk/runtime/${name}/**/*.ts`],
    imports: [`runtime/${name}`, ...below.map((room) => `runtime/${room}`), ...sdk, ...outside],
    types: ['pino'],
    instead:
      'A room of the runtime imports the rooms below it; code that needs several of them belongs on top, and the log is opened by output/openLog.ts',
  };
}

export const runtimeRooms: readonly Room[] = [
  runtimeRoom('cron', [], ['croner']),
  runtimeRoom('output', [], ['pino', 'node:*']),
  runtimeRoom('vendor', [], ['node:*']),
  { ...runtimeRoom('process', ['output', 'registry', 'cron', 'vendor'], ['zod', 'node:*']), computed: true },
  runtimeRoom(
    'outside',
    [],
    ['undici', 'cockatiel', 'ipaddr.js', 'lru-cache', 'oauth4webapi', 'zod', 'node:*'],
  ),
  runtimeRoom('organizations', [], ['@mikro-orm/core', 'pg', 'zod', 'node:*']),
  runtimeRoom(
    'database',
    ['organizations', 'output', 'process', 'http', 'outside'],
    [...databaseClients, 'lru-cache', 'zod'],
  ),
  runtimeRoom(
    'http',
    ['database', 'output', 'process'],
    [
      '@apollo/*',
      '@mikro-orm/core',
      'fastify',
      'graphql',
      'graphql-tag',
      'jose',
      'lru-cache',
      'zod',
      'node:*',
    ],
  ),
  runtimeRoom('broker', ['database', 'registry'], brokerClients),
  runtimeRoom('outbox', ['broker', 'database'], [...brokerClients, ...databaseClients]),
  runtimeRoom(
    'deliver',
    ['outbox', 'broker', 'database', 'organizations'],
    [...brokerClients, ...databaseClients],
  ),
  runtimeRoom(
    'asking',
    ['broker', 'database', 'registry', 'http', 'process', 'operate'],
    [...brokerClients, 'graphql', '@mikro-orm/core'],
  ),
  runtimeRoom('sagas', ['broker', 'database', 'deliver'], databaseClients),
  runtimeRoom('revocations', ['outbox', 'registry'], [...brokerClients, ...databaseClients]),
  runtimeRoom(
    'schedule',
    ['outbox', 'broker', 'database', 'registry', 'cron'],
    [...brokerClients, ...databaseClients],
  ),
  runtimeRoom('operate', ['broker', 'database', 'deliver', 'sagas'], brokerClients),
  runtimeRoom(
    'registry',
    ['broker', 'http', 'process'],
    [...brokerClients, 'graphql', 'yaml', 'fastify', 'jose'],
  ),
];
