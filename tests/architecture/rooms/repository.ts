import type { Room } from './room.ts';

const frontDoor = [
  '@nimbusvault/{sdk,runtime,graph,vault,testing}',
  '@nimbusvault/{sdk,runtime,vault,testing}/**',
];
const clients = ['@nats-io/*', 'graphql', 'jose', 'pg', 'playwright-core', 'undici'];
const conformance = ['@apollo/composition', '@nimbusvault/gateway', 'graphql', 'graphql-http', 'pino'];
const tools = ['dclint', 'oxc-parser', 'vite', 'vitest', 'yaml', 'zod', 'node:*'];

/** The rooms of what belongs to no package. */
export const repositoryRooms: readonly Room[] = [
  {
    name: 'tests/architecture',
    files: ['tests/architecture/**/*.ts'],
    imports: ['tests/architecture', ...frontDoor, ...tools],
    instead: 'Rules read files; they run nothing of what they judge',
  },
  {
    name: 'tests/support',
    files: ['tests/support/**/*.ts'],
    imports: ['tests/support', ...frontDoor, ...clients, ...tools],
    instead: 'Tests speak to the real thing through the front door',
  },
  {
    name: 'tests/trust',
    files: ['tests/conformance/trust/**/*.ts'],
    imports: ['tests/trust', 'tests/support', 'fast-check', ...frontDoor, ...clients, ...tools],
    instead: 'Bad inputs come from outside, to a whole vault: HTTP, sockets, the command line',
  },
  {
    name: 'tests/conformance',
    files: ['tests/conformance/**/*.ts'],
    imports: ['tests/conformance', 'gateway/tests', ...frontDoor, ...conformance, ...tools],
    instead: 'Conformance is of the gateway alone, before subgraphs that the test brings',
  },
  {
    name: 'tests/scenario',
    files: ['tests/{e2e,chaos,browser}/**/*.ts'],
    imports: ['tests/scenario', 'tests/support', ...frontDoor, ...clients, ...tools],
    instead: 'Tests speak to the real thing through the front door: HTTP, NATS, SQL, the command line',
  },
  {
    name: 'bench',
    files: ['bench/**/*.ts', 'bench/{peers,swap}/*.mjs'],
    imports: ['bench', 'tests/support', ...frontDoor, '*', '@*/*', 'node:*'],
    instead: 'A benchmark drives the platform from outside',
  },
  {
    name: 'scripts',
    files: ['scripts/**/*.mjs'],
    imports: ['scripts', 'sdk/bin', 'node:*'],
    instead: "Scripts run on the machine's own Node before anything is installed: nothing but node: is there",
  },
  {
    name: 'configuration',
    files: ['*.config.ts'],
    imports: ['vite', 'vitest', 'node:*'],
    instead: 'Configuration depends on its tool alone',
  },
];
