import type { Room } from './room.ts';

const sdk = [
  '@nimbusvault/sdk/kernel',
  '@nimbusvault/sdk/supergraph',
  '@nimbusvault/sdk/registry',
  '@nimbusvault/sdk/assertion',
  '@nimbusvault/sdk/service-token',
  '@nimbusvault/sdk/framing',
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
    imports: ['gateway/*', '@nimbusvault/sdk/*', ...vendors, '@apollo/subgraph', 'graphql-tag', 'vitest'],
    instead,
  },
  {
    name: 'gateway/explorer',
    files: ['gateway/explorer/**/*.{ts,tsx}'],
    imports: ['gateway/explorer', ...page, 'vite', '@vitejs/*', 'node:*'],
    instead: 'The explorer is a page: it speaks to the gateway over HTTP',
  },
  {
    name: 'gateway/executor',
    files: ['gateway/{planner,executor}/*.ts', 'gateway/supergraph/graphsOf.ts'],
    imports: ['gateway/executor', ...sdk, 'graphql', 'node:*', ...planners],
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
    imports: ['gateway/subgraphs', 'gateway/executor', 'gateway/memory', ...sdk, 'undici', 'jose', 'node:*'],
    instead: 'What goes over the wire to subgraphs',
  },
  {
    name: 'gateway/server',
    files: ['gateway/*.ts', 'gateway/{supergraph,graph,http}/*.ts'],
    imports: ['gateway/*', ...sdk, ...vendors],
    instead,
  },
];
