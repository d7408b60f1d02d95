import type { Room } from './room.ts';

const frontDoor = [
  '@nimbusvault/{sdk,runtime,graph,vault,testing}',
  '@nimbusvault/{sdk,runtime,vault,testing}/**',
];
const clients = ['@nats-io/*', 'graphql', 'jose', 'pg', 'playwright-core', 'undici'];
const conformance = ['@apollo/composition', '@nimbusvault/gateway', 'graphql', 'graphql-http', 'pino'];
/** Such as the vendor that the tests of an example start, and the server that stands for a vendor. */
const standIns = ["another package's plugin/tests", "another package's plugin/stand-in"];
const tools = ['dclint', 'oxc-parser', 'vite', 'vitest', 'yaml', 'zod', 'node:*'];

/** The rooms of files outside all packages. */
export const repositoryRooms: readonly Room[] = [
  {
    name: 'tests/architecture',
    files: ['tests/architecture/**/*.ts'],
    imports: ['tests/architecture', ...frontDoor, ...tools],
    instead: 'Rules read files; they do not run the code that they judge',
  },
  {
    name: 'tests/support',
    files: ['tests/support/**/*.ts'],
    imports: ['tests/support', ...frontDoor, ...clients, ...tools],
    instead: 'Tests use the running platform through its public interfaces',
  },
  {
    name: 'tests/trust',
    files: ['tests/conformance/trust/**/*.ts'],
    imports: ['tests/trust', 'tests/support', 'fast-check', ...frontDoor, ...clients, ...tools],
    instead: 'Bad inputs reach a whole vault from outside: HTTP, sockets, the command line',
  },
  {
    name: 'tests/conformance',
    files: ['tests/conformance/**/*.ts'],
    imports: ['tests/conformance', 'gateway/tests', ...frontDoor, ...conformance, ...tools],
    instead: 'Conformance tests only the gateway, in front of subgraphs that the test provides',
  },
  {
    name: 'tests/scenario',
    files: ['tests/{e2e,chaos,browser}/**/*.ts'],
    imports: ['tests/scenario', 'tests/support', ...standIns, ...frontDoor, ...clients, ...tools],
    instead:
      'Tests use the running platform through its public interfaces: HTTP, NATS, SQL, the command line',
  },
  {
    name: 'bench',
    files: ['bench/**/*.ts', 'bench/{peers,restate,swap}/*.mjs'],
    imports: ['bench', 'tests/support', ...frontDoor, '*', '@*/*', 'node:*'],
    instead: 'A benchmark drives the platform from outside',
  },
  {
    name: 'scripts',
    files: ['scripts/**/*.mjs'],
    imports: ['scripts', 'sdk/bin', 'node:*'],
    instead:
      "Scripts run on the machine's own Node before anything is installed: only node: modules are available",
  },
  {
    name: 'configuration',
    files: ['*.config.ts'],
    imports: ['vite', 'vitest', 'node:*'],
    instead: 'Configuration depends only on its tool',
  },
];
