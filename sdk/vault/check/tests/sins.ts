import type { CheckCode } from '../source/finding.ts';
import type { PluginSources } from '../source/source.ts';
import { supergraph } from './goodPlugin.ts';

/** A change by which a plugin breaks a rule. */
interface Sin {
  readonly code: CheckCode;
  readonly files?: Readonly<Record<string, string>>;
  readonly changed?: Partial<PluginSources>;
  /** The place of the finding. */
  readonly at: string;
}

const key = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');
const service =
  "import { Tag } from '../../entities/Tag.ts';\nexport const tags = defineService(Tag);\nexport const more = () => tags;";

/** At least one for each rule. */
export const sins: readonly Sin[] = [
  {
    code: 'PLUGIN_NAMES',
    files: { 'Tags.ts': "export const Tagz = definePlugin({ name: 'Tags', settings, hooks })" },
    at: 'Tags.ts',
  },
  {
    code: 'PLUGIN_NAMES',
    files: { 'Tags.ts': "export const Tags = definePlugin({ name: 'Tagz', settings, hooks })" },
    at: 'Tags.ts',
  },
  { code: 'PLUGIN_NAMES', changed: { settings: '{ "Base": {} }' }, at: 'vault-settings.json' },
  { code: 'PLUGIN_NAMES', changed: { supergraph: 'subgraphs: {}' }, at: 'supergraph.yaml' },
  { code: 'PLUGIN_NAMES', changed: { folder: '/plugins/tags' }, at: 'Tags.ts' },
  { code: 'PLUGIN_LAYOUT', files: { 'bll/tags/utils.ts': '' }, at: 'bll/tags/utils.ts' },
  { code: 'PLUGIN_LAYOUT', files: { 'bll/helpers.ts': '' }, at: 'bll/helpers.ts' },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'resolvers.ts': "\nimport { Tag } from './entities/Tag.ts';" },
    at: 'resolvers.ts:2',
  },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'hooks.ts': "import { core } from '../../core-subgraph/Core.ts';" },
    at: 'hooks.ts:1',
  },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'bll/tags/helpers.ts': "import pg from 'pg';" },
    at: 'bll/tags/helpers.ts:1',
  },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'bll/tags/queries.ts': 'const a = await import(name);' },
    at: 'bll/tags/queries.ts:1',
  },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'standIn/server.ts': "import { list } from '../bll/tags/queries.ts';" },
    at: 'standIn/server.ts:1',
  },
  {
    code: 'PLUGIN_IMPORTS',
    files: { 'bll/tags/queries.ts': "import { makeRoutes } from '../../standIn/server.ts';" },
    at: 'bll/tags/queries.ts:1',
  },
  {
    code: 'PLUGIN_OUTSIDE',
    files: { 'clients/tags.ts': '\nexport const get = () => fetch(url);' },
    at: 'clients/tags.ts:2',
  },
  {
    code: 'PLUGIN_UPGRADE',
    files: { 'tests/tags.test.ts': "\nimport { startPlugin } from '@nimbusvault/sdk/testing';" },
    at: 'tests/tags.test.ts:2',
  },
  {
    code: 'PLUGIN_UPGRADE',
    files: { 'package.json': '{ "dependencies": { "@nimbusvault/sdk": "0.1.0" } }' },
    at: 'package.json',
  },
  { code: 'PLUGIN_SERVICES', files: { 'bll/tags/service.ts': service }, at: 'bll/tags/service.ts:3' },
  {
    code: 'PLUGIN_RESOLVERS',
    files: {
      'resolvers.ts':
        "import type { Resolvers } from './schema.types.ts';\nexport const resolvers: Resolvers = {\n  a: () => { return 1; },\n};",
    },
    at: 'resolvers.ts:3',
  },
  {
    code: 'PLUGIN_RESOLVERS',
    files: {
      'resolvers.ts':
        "import { type Resolvers } from '@nimbusvault/sdk';\nexport const resolvers: Resolvers = {\n  a: () => 1,\n};",
    },
    at: 'resolvers.ts:2',
  },
  {
    code: 'PLUGIN_TENANT',
    files: { 'entities/Tag.ts': 'export const schema = { properties: { id } };' },
    at: 'entities/Tag.ts',
  },
  {
    code: 'PLUGIN_TENANT',
    files: { 'migrations/b.ts': "const b = ['create table b (id uuid)'];" },
    at: 'migrations/b.ts:1',
  },
  {
    code: 'PLUGIN_TENANT',
    files: { 'bll/tags/queries.ts': 'export const a = (vault) => vault.em.find(Tag);' },
    at: 'bll/tags/queries.ts:1',
  },
  {
    code: 'PLUGIN_SETTINGS',
    files: { 'bll/tags/helpers.ts': "const a = process.env['A'];" },
    at: 'bll/tags/helpers.ts:1',
  },
  {
    code: 'PLUGIN_SETTINGS',
    files: { 'Tags.ts': "export const Tags = definePlugin({ name: 'Tags', hooks, takesPart });" },
    at: 'settings.ts',
  },
  {
    code: 'PLUGIN_HOOKS',
    files: { 'Tags.ts': "export const Tags = definePlugin({ name: 'Tags', settings });" },
    at: 'hooks.ts',
  },
  {
    code: 'PLUGIN_HOOKS',
    files: { 'bll/tags/helpers.ts': "export const moved = defineHook('entity.moved', 1, z.object({}));" },
    at: 'bll/tags/helpers.ts:1',
  },
  {
    code: 'PLUGIN_HOOKS',
    files: { 'bll/tags/helpers.ts': "fire(defineHook('tag.added', 1, z.object({})));" },
    at: 'bll/tags/helpers.ts:1',
  },
  {
    code: 'PLUGIN_HOOKS',
    files: {
      'hooks.ts':
        'export const hooks = [\n  on(entityDeleted, ({ entityId }, vault) => forget(entityId, vault)),\n  on(tagged, hear, { whenOff: true }),\n];',
    },
    at: 'hooks.ts:2',
  },
  { code: 'PLUGIN_MIGRATIONS', files: { 'migrations/createTagTable.ts': 'gone' }, at: 'migrations' },
  {
    code: 'PLUGIN_MIGRATIONS',
    files: { 'migrations/b.ts': "export const b = defineMigration('2', { up: [], down: [] });" },
    at: 'migrations/b.ts:1',
  },
  {
    code: 'PLUGIN_MIGRATIONS',
    files: {
      'migrations/b.ts':
        "export const b = defineMigration('2', { up: ['alter table tag add foreign key (u) references core.vault_user (id)'], down: ['x'] });",
    },
    at: 'migrations/b.ts:1',
  },
  {
    code: 'PLUGIN_MIGRATIONS',
    files: {
      'migrations/b.ts':
        "export const b = defineMigration('2', { up: ['set search_path to core'], down: ['x'] });",
    },
    at: 'migrations/b.ts:1',
  },
  {
    code: 'PLUGIN_SECRETS',
    files: { 'bll/tags/helpers.ts': `\n\nconst key = '${key}';` },
    at: 'bll/tags/helpers.ts:3',
  },
  {
    code: 'PLUGIN_SECRETS',
    changed: { settings: JSON.stringify({ Tags: { mail: { password: 'hunter2' } } }) },
    at: 'vault-settings.json',
  },
  { code: 'PLUGIN_README', files: { 'README.md': 'gone' }, at: 'README.md' },
  { code: 'PLUGIN_README', files: { 'README.md': '# Tags\n' }, at: 'README.md' },
  {
    code: 'PLUGIN_FEDERATION',
    files: { 'schema.ts': '\nconst a = `@link(url: "https://specs.apollo.dev/federation/v2.12")`;' },
    at: 'schema.ts:2',
  },
  {
    code: 'PLUGIN_FEDERATION',
    changed: { supergraph: supergraph.replace('=2.14.4', '1') },
    at: 'supergraph.yaml',
  },
];
