import { matchesGlob } from 'node:path/posix';

/** A kind of file within a plugin, and the kinds (by name) and packages (by globs) that it may import. */
export interface PluginRoom {
  readonly name: string;
  readonly files: readonly string[];
  readonly imports: readonly string[];
  /** The targets of `import type` alone. */
  readonly types?: readonly string[];
  /** The packages of its package.json that the room may import beside them, as far as no plugin is refused them. */
  readonly uses?: 'dependencies' | 'all dependencies';
  /** The advice in the finding for a forbidden import. */
  readonly instead: string;
}

const sdk = ['@nimbusvault/sdk', '@nimbusvault/sdk/kernel'];
const work = ['plugin/helpers', 'plugin/queries', 'plugin/mutations'];
const bll = ['plugin/service', ...work];
const doors = [
  'plugin/settings',
  'plugin/schema',
  'plugin/resolvers',
  'plugin/hooks',
  'plugin/takes-part',
  'plugin/seed',
];
const outwards = ['plugin/operations', 'plugin/clients'];
const parts = [...doors, 'plugin/operations', ...bll, 'plugin/entities', 'plugin/migrations'];
const dataFlowsDown = 'Data flows down: resolver, bll, service, entity; to reach up, fire a hook';
const callsOutside = 'Outside systems are called in clients/<system>.ts';

/** The rooms inside core and inside every plugin: the same, because core is the first plugin. */
export const pluginRooms: readonly PluginRoom[] = [
  {
    name: 'plugin/tests',
    files: ['**/*.test.ts', '**/*.test-d.ts', 'tests/*.ts'],
    imports: ['plugin/*', ...sdk, '@nimbusvault/testing', '@mikro-orm/core', 'vitest', 'zod', 'node:*'],
    uses: 'all dependencies',
    instead: 'Test the plugin through `@nimbusvault/testing`',
  },
  {
    name: 'plugin/stand-in',
    files: ['standIn/*.ts'],
    imports: ['plugin/stand-in', 'zod', 'node:*'],
    types: ['@nimbusvault/testing'],
    uses: 'all dependencies',
    instead: 'A stand-in follows the contract of the outside system, and knows nothing of the plugin',
  },
  {
    name: 'plugin/manifest',
    files: ['[A-Z]*.ts'],
    imports: [...parts, ...sdk],
    instead: 'The manifest is a table of contents: it lists its own parts in `definePlugin` and does nothing',
  },
  {
    name: 'plugin/settings',
    files: ['settings.ts'],
    imports: [...sdk, 'zod'],
    instead: 'Settings are a zod schema',
  },
  {
    name: 'plugin/schema',
    files: ['schema.ts', 'schema/*.ts'],
    imports: ['plugin/schema', 'plugin/service', ...sdk, 'graphql-tag'],
    instead: 'The schema is SDL, with the filters that a service allows; everything else belongs in bll',
  },
  {
    name: 'plugin/resolvers',
    files: ['resolvers.ts'],
    imports: [...work, ...sdk],
    types: ['plugin/types'],
    instead: 'A resolver is one line that calls bll/<noun>/queries.ts or mutations.ts',
  },
  {
    name: 'plugin/types',
    files: ['schema.types.ts'],
    imports: ['@nimbusvault/sdk', 'zod'],
    types: ['plugin/helpers'],
    instead: 'This file is generated: change schema.ts, and write it with "nimbus schema"',
  },
  {
    name: 'plugin/hooks',
    files: ['hooks.ts'],
    imports: [...bll, ...sdk],
    instead: 'A hook is one line that calls bll',
  },
  {
    name: 'plugin/operations',
    files: ['operations.ts'],
    imports: [...sdk, 'zod'],
    instead: 'This file lists what the plugin asks the graph, each with `defineOperation`',
  },
  {
    name: 'plugin/clients',
    files: ['clients/*.ts'],
    imports: ['plugin/clients', ...sdk, 'zod'],
    types: ['plugin/settings'],
    uses: 'dependencies',
    instead: 'A client translates between one outside system and the bll, which calls it',
  },
  {
    name: 'plugin/takes-part',
    files: ['takesPart.ts'],
    imports: [...bll, ...sdk, 'zod'],
    instead: 'A part in another workflow calls bll in both directions',
  },
  {
    name: 'plugin/seed',
    files: ['seed.ts'],
    imports: [...bll, ...sdk, 'zod'],
    types: ['plugin/entities'],
    instead: 'Seeds write through services, like any other code',
  },
  {
    name: 'plugin/entities',
    files: ['entities/*.ts'],
    imports: ['plugin/entities', ...sdk, '@mikro-orm/core'],
    instead: 'An entity declares its columns, and other plugins by an id column only',
  },
  {
    name: 'plugin/migrations',
    files: ['migrations/*.ts'],
    imports: ['plugin/migrations', ...sdk],
    instead: 'A migration never changes: it may not import code that will',
  },
  {
    name: 'plugin/service',
    files: ['bll/*/service.ts'],
    imports: ['plugin/entities', ...sdk],
    instead: dataFlowsDown,
  },
  {
    name: 'plugin/helpers',
    files: ['bll/*/helpers.ts'],
    imports: ['plugin/helpers', 'plugin/entities', ...sdk, 'zod'],
    uses: 'dependencies',
    instead: `${dataFlowsDown}. Helpers are pure; reads and writes belong in queries or mutations`,
  },
  {
    name: 'plugin/queries',
    files: ['bll/*/queries.ts'],
    imports: [...bll, ...outwards, ...sdk, 'zod'],
    types: ['plugin/entities', 'plugin/settings'],
    uses: 'dependencies',
    instead: `${dataFlowsDown}. ${callsOutside}`,
  },
  {
    name: 'plugin/mutations',
    files: ['bll/*/mutations.ts'],
    imports: [...bll, ...outwards, ...sdk, 'zod'],
    types: ['plugin/entities', 'plugin/settings'],
    uses: 'dependencies',
    instead: `${dataFlowsDown}. ${callsOutside}`,
  },
];

/** Returns the room of a file, by its path within the plugin's folder. */
export function pluginRoomOf(path: string): PluginRoom | undefined {
  return pluginRooms.find(({ files }) => files.some((glob) => matchesGlob(path, glob)));
}
