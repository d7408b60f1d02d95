import type { Sin } from './sin.ts';

const bookmarks = 'plugin-subgraphs/Bookmarks';
const entry = (name: string, folder: string) =>
  `  ${name}: { routing_url: '\${env.${name.toUpperCase()}_URL}', schema: { file: ./${folder}/schema.graphql } }\n`;

/** A tree in which a plugin has one name everywhere. */
export const wellNamed = {
  'vault-settings.json': '{ "Base": { "active_plugins": ["Bookmarks"] }, "Bookmarks": {} }',
  'supergraph.yaml': `subgraphs:\n${entry('Bookmarks', bookmarks)}`,
  [`${bookmarks}/Bookmarks.ts`]: "export const Bookmarks = definePlugin({ name: 'Bookmarks' });",
};

export const nameSins: readonly Sin[] = [
  [{ 'vault-settings.json': '{}' }, 'vault-settings.json: has no key "Bookmarks"'],
  [{ 'supergraph.yaml': 'subgraphs: {}' }, 'supergraph.yaml: has no subgraph "Bookmarks"'],
  [
    { 'supergraph.yaml': `subgraphs:\n${entry('Bookmarks', 'elsewhere')}` },
    "supergraph.yaml: Bookmarks's schema.file is not",
  ],
  [
    { 'supergraph.yaml': wellNamed['supergraph.yaml'].replace('BOOKMARKS_URL', 'NIMBUS_URL') },
    "supergraph.yaml: Bookmarks's routing_url is not ${env.BOOKMARKS_URL}",
  ],
  [
    { 'supergraph.yaml': `${wellNamed['supergraph.yaml']}${entry('Polls', 'a')}` },
    'supergraph.yaml: lists "Polls"',
  ],
  [
    { 'vault-settings.json': '{ "Base": { "active_plugins": ["Polls"] }, "Bookmarks": {} }' },
    'vault-settings.json: activates "Polls"',
  ],
  [
    { [`${bookmarks}/Bookmarks.ts`]: "export const Bookmarks = definePlugin({ name: 'Bookmark' });" },
    `${bookmarks}/Bookmarks.ts: does not \`export const Bookmarks`,
  ],
  [{ 'plugin-subgraphs/polls/schema.ts': '' }, 'plugin-subgraphs/polls: polls is not a legal plugin name'],
].map(([files, says]) => ({
  rule: 'folder = file = export = settings key = supergraph entry',
  files: { ...wellNamed, ...(files as object) },
  says: says as string,
}));
