import type { Room } from './room.ts';

const sdk = [
  '@nimbusvault/sdk/kernel',
  '@nimbusvault/graph',
  '@nimbusvault/runtime/registry',
  '@nimbusvault/runtime/assertion',
  '@nimbusvault/runtime/service-token',
  '@nimbusvault/runtime/framing',
];
const vendors = ['@apollo/*', '@fastify/*', 'fastify', 'graphql', 'jose', 'pino', 'undici', 'node:*'];
const planners = [
  '@graphql-hive/router-query-planner',
  '@apollo/query-planner',
  '@apollo/federation-internals',
];
const page = ['graphiql', '@graphiql/*', 'graphql', 'react', 'react-dom', 'gateway/explorer/*.css'];
const instead = 'The gateway knows subgraphs by their SDL and address alone';

export const gatewayRooms: readonly Room[] = [
  {
    name: 'gateway/tests',
    files: ['gateway/**/*.test.ts', 'gateway/tests/**/*.ts'],
    imports: [
      'gateway/*',
      '@nimbusvault/*',
      '@nimbusvault/*/*',
      ...vendors,
      '@apollo/subgraph',
      'graphql-tag',
      'vitest',
    ],
    instead,
  },
  {
    name: 'gateway/explorer',
    files: ['gateway/explorer/**/*.{ts,tsx}'],
    imports: ['gateway/explorer', ...page, 'vite', '@vitejs/*', 'node:*'],
    instead: 'The explorer is a page: it speaks to the gateway over HTTP',
  },
  {
    name: 'gateway/operation',
    files: ['gateway/operation/*.ts'],
    imports: ['gateway/operation', '@nimbusvault/sdk/kernel', 'graphql'],
    instead: 'What planner and executor both need to know of an operation: they import it, never the reverse',
  },
  {
    name: 'gateway/threads',
    files: ['gateway/threads/*.ts'],
    imports: ['gateway/threads', '@nimbusvault/sdk/kernel', 'node:*'],
    instead: 'A thread and its answers know nothing of the work: each worker stands beside its owner',
  },
  {
    name: 'gateway/planner',
    files: ['gateway/planner/*.ts'],
    imports: [
      'gateway/planner',
      'gateway/operation',
      'gateway/threads',
      ...sdk,
      'graphql',
      'node:*',
      ...planners,
    ],
    instead: 'From a document to a plan: what runs it comes later',
  },
  {
    name: 'gateway/executor',
    files: ['gateway/executor/*.ts'],
    imports: [
      'gateway/executor',
      'gateway/planner',
      'gateway/operation',
      ...sdk,
      'graphql',
      'node:*',
      ...planners,
    ],
    instead: 'From a plan to an answer: who is asked, and how, comes in as a Subgraph',
  },
  {
    name: 'gateway/memory',
    files: ['gateway/memory/*.ts'],
    imports: ['gateway/memory', '@nimbusvault/sdk/kernel'],
    instead: 'What is remembered, and for how long, knows nothing of what it is',
  },
  {
    name: 'gateway/subgraphs',
    files: ['gateway/subgraphs/*.ts'],
    imports: [
      'gateway/subgraphs',
      'gateway/executor',
      'gateway/operation',
      'gateway/memory',
      ...sdk,
      'undici',
      'jose',
      'node:*',
    ],
    instead: 'What goes over the wire to subgraphs',
  },
  {
    name: 'gateway/command',
    files: ['gateway/command/*.ts'],
    imports: ['gateway/*', '@nimbusvault/sdk/kernel', '@nimbusvault/runtime/process', 'pino', 'node:*'],
    instead: 'The command reads its environment and starts the gateway',
  },
  {
    name: 'gateway/server',
    files: ['gateway/*.ts', 'gateway/{supergraph,graph,http}/*.ts'],
    imports: ['gateway/*', ...sdk, ...vendors],
    instead,
  },
];
