import type { Room } from './room.ts';

const sdk = [
  '@nimbusvault/sdk/kernel',
  '@nimbusvault/graph',
  '@nimbusvault/graph/version',
  '@nimbusvault/runtime/registry',
  '@nimbusvault/runtime/assertion',
  '@nimbusvault/runtime/service-token',
  '@nimbusvault/runtime/framing',
  '@nimbusvault/runtime/output',
];
const vendors = ['@apollo/*', '@fastify/*', 'fastify', 'graphql', 'jose', 'undici', 'node:*'];
const planners = [
  '@graphql-hive/router-query-planner',
  '@apollo/query-planner',
  '@apollo/federation-internals',
];
const page = ['graphiql', '@graphiql/*', 'graphql', 'react', 'react-dom', 'gateway/explorer/*.css'];
const instead = 'The gateway knows only the SDL and the address of a subgraph';

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
      'pino',
      'vitest',
    ],
    instead,
  },
  {
    name: 'gateway/explorer',
    files: ['gateway/explorer/**/*.{ts,tsx}'],
    imports: ['gateway/explorer', ...page, 'vite', '@vitejs/*', 'node:*'],
    instead: 'The explorer is a web page: it calls the gateway over HTTP',
  },
  {
    name: 'gateway/operation',
    files: ['gateway/operation/*.ts'],
    imports: ['gateway/operation', '@nimbusvault/sdk/kernel', 'graphql'],
    instead:
      'This room holds the facts about an operation that planner and executor share: they import it, never the reverse',
  },
  {
    name: 'gateway/threads',
    files: ['gateway/threads/*.ts'],
    imports: ['gateway/threads', '@nimbusvault/sdk/kernel', 'node:*'],
    instead: 'Threads know nothing of their work: place each worker beside its owner',
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
    instead: 'The planner turns a document into a plan: running the plan belongs to the executor',
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
    instead:
      'The executor turns a plan into an answer: it gets the subgraphs as arguments of the type Subgraph',
  },
  {
    name: 'gateway/nodes',
    files: ['gateway/nodes/*.ts'],
    imports: [
      'gateway/nodes',
      'gateway/executor',
      'gateway/planner',
      'gateway/memory',
      'gateway/operation',
      '@nimbusvault/sdk/kernel',
      'graphql',
      'dataloader',
    ],
    instead: 'This room holds only what the gateway resolves itself',
  },
  {
    name: 'gateway/memory',
    files: ['gateway/memory/*.ts'],
    imports: ['gateway/memory', 'lru-cache'],
    instead: 'Caches know nothing of the values that they store',
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
    instead: 'This room holds only the traffic to subgraphs',
  },
  {
    name: 'gateway/command',
    files: ['gateway/command/*.ts'],
    imports: ['gateway/*', '@nimbusvault/sdk/kernel', '@nimbusvault/runtime/{output,process}', 'node:*'],
    instead: 'The command reads its environment and starts the gateway',
  },
  {
    name: 'gateway/server',
    files: ['gateway/*.ts', 'gateway/{supergraph,graph,http}/*.ts'],
    imports: ['gateway/*', ...sdk, ...vendors],
    types: ['pino'],
    instead: `${instead}, and the log is opened by @nimbusvault/runtime/output`,
  },
];
