import type { Room } from './room.ts';

/** The rooms of the authors' package, below `definePlugin`. */
const workshop = {
  imports: ['sdk/kernel', 'sdk/hooks', 'sdk/orchestrator', 'sdk/data', '@mikro-orm/core', 'zod', 'node:*'],
  instead: 'Accept what you need as an argument; only sdk/runtime uses vendor packages',
};

export const authorRooms: readonly Room[] = [
  {
    name: 'sdk/kernel',
    files: ['sdk/plugin/kernel/*.ts'],
    doors: ['sdk/plugin/kernel/index.ts'],
    imports: ['sdk/kernel', 'zod', 'node:*'],
    types: ['@mikro-orm/core'],
    instead: 'The kernel imports none of our code: move the code to the room that it serves',
  },
  {
    name: 'sdk/hooks',
    files: ['sdk/plugin/hooks/*.ts'],
    doors: ['sdk/plugin/hooks/*.ts'],
    ...workshop,
  },
  {
    name: 'sdk/orchestrator',
    files: ['sdk/plugin/orchestrator/*.ts'],
    doors: ['sdk/plugin/orchestrator/*.ts'],
    ...workshop,
  },
  {
    name: 'sdk/data',
    files: ['sdk/plugin/data/*.ts'],
    ...workshop,
    imports: [...workshop.imports, 'dataloader'],
  },
  {
    name: 'sdk/threads',
    files: ['sdk/plugin/threads/*.ts'],
    imports: ['sdk/threads', 'sdk/kernel', 'node:*'],
    computed: true,
    instead: 'A thread knows the function that it calls by its name alone',
  },
  {
    name: 'sdk/plugin',
    files: ['sdk/plugin/plugin/*.ts'],
    imports: ['sdk/plugin', 'sdk/kernel', 'graphql', 'graphql-tag', 'zod'],
    types: ['sdk/hooks', 'sdk/orchestrator', 'sdk/data', '@mikro-orm/core'],
    instead:
      'definePlugin only describes, sdk/runtime acts: import types only, or move the work to sdk/runtime',
  },
  {
    name: 'sdk/author',
    files: ['sdk/plugin/{index,internal}.ts'],
    imports: ['sdk/kernel', 'sdk/hooks', 'sdk/orchestrator', 'sdk/data', 'sdk/threads', 'sdk/plugin'],
    instead: 'The doors of the authors’ package list what its rooms export',
  },
  {
    name: 'sdk/bin',
    files: ['sdk/plugin/bin/*.{mjs,mts}'],
    imports: ['sdk/bin', 'node:*'],
    instead: 'Finding the pinned Node needs only Node',
  },
];
