/** A plugin that follows every rule, as texts by path. */
export const good: Readonly<Record<string, string>> = {
  'Tags.ts':
    "import { hooks } from './hooks.ts';\nexport const Tags = definePlugin({ name: 'Tags', settings, hooks, takesPart });",
  'package.json': '{ "dependencies": { "@nimbusvault/runtime": "0.2.0", "@nimbusvault/sdk": "0.2.0" } }',
  'README.md': '# Tags\n\nWords on documents.\n',
  'settings.ts': "import { z } from 'zod';\nexport const settings = z.object({});",
  'hooks.ts':
    "import { on } from '@nimbusvault/sdk';\nimport { forget } from './bll/tags/mutations.ts';\nexport const hooks = [on(a, () => forget())];",
  'resolvers.ts':
    "import { list } from './bll/tags/queries.ts';\nimport type { Resolvers } from './schema.types.ts';\nexport const resolvers: Resolvers = { Query: { tags: () => list() } };",
  'bll/tags/queries.ts':
    "import { tags } from './service.ts';\nexport const list = (vault) => tags.filter({}, vault);",
  'bll/tags/service.ts':
    "import { Tag } from '../../entities/Tag.ts';\nexport const tags = defineService(Tag);",
  'entities/Tag.ts': 'export const schema = { properties: { ...tenantColumns } };',
  'migrations/createTagTable.ts':
    "export const a = defineMigration('1', { up: [...tenantTable('tag', 'title text'), `create index tag_by_title on tag (org, title)`], down: ['drop table tag'] });",
  'tests/tags.test.ts':
    "import { startPlugin } from '@nimbusvault/testing';\nconst url = process.env['URL'];",
};
/** The vault's settings with the plugin's own. */
export const settings = {
  Base: {},
  Tags: { apiKey: '${env.TAGS_API_KEY}', endpoint: 'https://tags.example' },
};
/** The entry of the plugin. */
export const supergraph =
  'federation_version: =2.14.4\nsubgraphs:\n  Tags:\n    schema:\n      file: ./Tags/schema.graphql\n';
