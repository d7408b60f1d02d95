import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTypes } from '@nimbusvault/vault';
import { checkSources, readSources, type Finding } from '@nimbusvault/vault/check';
import { judgePlugins, type Verdict } from './tests/judgePlugins.ts';
import { growPlugin, namesOf, writePlugin, type Growth, type NewPlugin } from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
mkdirSync(join(root, '.nimbus'), { recursive: true });
const home = mkdtempSync(join(root, '.nimbus/new-')); // within the repository, so that the plugins' imports are found
afterAll(() => rmSync(home, { recursive: true }));

const yaml =
  '# ours\nfederation_version: =2.14.4\nsubgraphs:\n  Core:\n    routing_url: ${env.CORE_URL}\n    schema:\n      file: ./core/schema.graphql # committed\n';

function place(name: string): string {
  const folder = join(home, name);
  mkdirSync(folder);
  return folder;
}

interface Made {
  readonly plugin: string;
  readonly among: string;
  readonly folder: string;
}

type Wish = Partial<NewPlugin['parts']> & { readonly entity?: string };

/** Writes a plugin into a vault of its own. */
function make(where: string, plugin: string, { entity, ...parts }: Wish = {}): Made {
  const among = place(where);
  writeFileSync(join(among, 'supergraph.yaml'), yaml);
  writeFileSync(join(among, 'vault-settings.json'), '{\n  "Base": { "active_plugins": [] }\n}\n');
  const names = namesOf(plugin, entity);
  const { folder } = writePlugin({ names, parts: { bare: false, ...parts }, author: 'Ada', root: among });
  return { plugin, among, folder };
}

const plain = make('Tags', 'Tags');
const whole = make('Policies', 'Policies', {
  hook: 'entity.archived',
  participant: 'user-offboarding',
  client: true,
  schedule: true,
});
const renamed = make('Wiki', 'Wiki', { hook: 'entity.deleted', entity: 'WikiPage' });
const searched = make('Papers', 'Papers', { search: true, entity: 'PaperSheet' });
const bare = make('Greeter', 'Greeter', { bare: true, participant: 'document-transfer' });
const grown = make('growing', 'Tags');
const open = make('open', 'Tags');

let verdict: Verdict;
beforeAll(async () => {
  grow(grown.folder);
  leaveOpen(open.folder);
  for (const { folder } of [plain, whole, renamed, searched, bare, grown, open]) await writeTypes(folder);
  verdict = await judgePlugins(home);
});

/** The messages of the failed tests of a plugin, by test file. */
function testsOf({ folder }: Made): readonly (readonly string[])[] {
  return [...verdict.tests].filter(([file]) => file.startsWith(`${folder}/`)).map(([, messages]) => messages);
}

test.each([
  ['Tags', plain, 2],
  ['Policies', whole, 4],
  ['Wiki', renamed, 2],
  ['Papers', searched, 3],
  ['Greeter', bare, 1],
] as const)('a new %s follows the rules of the house, and its tests pass', (name, made, files) => {
  const { among, folder } = made;
  expect(folder).toBe(join(among, 'plugin-subgraphs', name));
  expect(readFileSync(join(among, 'supergraph.yaml'), 'utf8')).toBe(
    `${yaml}  ${name}:\n    routing_url: \${env.${name.toUpperCase()}_URL}\n    schema:\n      file: ./plugin-subgraphs/${name}/schema.graphql\n`,
  );
  expect(readFileSync(join(among, 'vault-settings.json'), 'utf8')).toBe(
    `{\n  "Base": { "active_plugins": [] },\n  "${name}": {}\n}\n`,
  );
  expectGood(made, files);
});

function expectGood(made: Made, files: number): void {
  expect(findingsIn(made)).toEqual([]);
  expect(verdict.untyped).toBe('');
  expect(verdict.unformatted).toBe('');
  expect(testsOf(made)).toEqual(Array.from({ length: files }, () => []));
}

function findingsIn({ plugin, among, folder }: Made): readonly Finding[] {
  const [settings = '', supergraph = ''] = ['vault-settings.json', 'supergraph.yaml'].map((file) =>
    readFileSync(join(among, file), 'utf8'),
  );
  return checkSources({ name: plugin, folder, files: readSources(folder), settings, supergraph });
}

const growths: readonly Growth[] = [
  { kind: 'entity', name: 'TagColour' },
  { kind: 'hook', name: 'entity.archived' },
  { kind: 'participant', name: 'user-offboarding' },
  { kind: 'mutation', name: 'touchTag', entity: 'Tag' },
  { kind: 'task', name: 'sweepTags', entity: 'Tag' },
  { kind: 'schedule', name: 'countTags', entity: 'Tag' },
  { kind: 'client', name: 'SharePoint' },
  { kind: 'client', name: 'Erp' },
];

function grow(folder: string): void {
  for (const growth of growths) expect(growPlugin('Tags', folder, growth)).not.toEqual([]);
}

test('a plugin that grows by every kind of part follows the rules, its tests pass, and existing parts are refused', () => {
  const unknown: Growth = { kind: 'mutation', name: 'foo', entity: 'Nope' };
  expect(() => growPlugin('Tags', plain.folder, unknown)).toThrow(
    'There is no entity Nope. The entities are: Tag.',
  );
  const otherwise: Growth = { kind: 'hook', name: 'entityArchived' };
  for (const growth of [...growths, otherwise])
    expect(() => growPlugin('Tags', grown.folder, growth)).toThrow(/ already/);
  expect(() => growPlugin('Tags', grown.folder, { kind: 'client', name: 'share-point' })).toThrow(
    '"share-point" is not a valid name of an outside system.',
  );
  expectGood(grown, 6);
});

/** Adds a table to the plugin that does not isolate organizations. */
function leaveOpen(folder: string): void {
  const file = join(folder, 'migrations/createTagTable.ts');
  const table = `'create table tag_use (org varchar(63) not null, id uuid not null, primary key (org, id))',`;
  const text = readFileSync(file, 'utf8').replace('up: [', `up: [\n    ${table}`);
  writeFileSync(file, text);
}

test('a table of a new plugin that does not isolate organizations fails its tests', () => {
  expect(testsOf(open).filter((messages) => messages.length > 0)).toHaveLength(1);
  expect(verdict.said).toMatch(/tags: tag_use has no policy/);
});

test('a new plugin in an empty folder is a repository of its own', () => {
  const { folder, isAmongOthers } = writePlugin({
    names: namesOf('Alone'),
    parts: { bare: false },
    author: 'Ada',
    root: place('empty'),
  });
  expect(isAmongOthers).toBe(false);
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining([
      '.gitignore',
      'Alone.ts',
      'package.json',
      'supergraph.yaml',
      'tsconfig.json',
      'vault-settings.json',
    ]),
  );
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
    author: 'Ada',
    scripts: { dev: 'nimbus dev Alone', test: 'vitest run' },
    dependencies: { '@nimbusvault/runtime': '0.2.0', '@nimbusvault/sdk': '0.2.0' },
  });
});

test('existing files are left alone, and nothing is half written', () => {
  const among = place('taken');
  writeFileSync(join(among, 'supergraph.yaml'), yaml.replace('Core', 'Tags'));
  const tags = { names: namesOf('Tags'), parts: { bare: true }, author: 'Ada', root: among };
  expect(() => writePlugin(tags)).toThrow(/already lists a subgraph Tags/);
  const unknown = { ...tags, names: namesOf('Others'), parts: { bare: true, hook: 'entity.moved' } };
  expect(() => writePlugin(unknown)).toThrow(/Core has no "entity\.moved"/);
  expect(readdirSync(among)).toEqual(['supergraph.yaml']);
});

test.each([
  {
    what: 'an empty settings file',
    file: 'vault-settings.json',
    text: '',
    words: /is not JSON with a section/,
  },
  {
    what: 'an invalid list of subgraphs',
    file: 'supergraph.yaml',
    text: 'subgraphs: [',
    words: /no readable list of subgraphs/,
  },
  {
    what: 'a name that differs only in capitals',
    file: 'supergraph.yaml',
    text: yaml.replace('Core', 'TAGS'),
    words: /already lists a subgraph TAGS/,
  },
])('$what is refused, and nothing is written', ({ what, file, text, words }) => {
  const among = place(what.replaceAll(' ', '-'));
  for (const [path, content] of [
    ['supergraph.yaml', yaml],
    ['vault-settings.json', '{ "Base": {} }'],
    [file, text],
  ])
    writeFileSync(join(among, path ?? ''), content ?? '');
  const tags = { names: namesOf('Tags'), parts: { bare: true }, author: 'Ada', root: among };
  expect(() => writePlugin(tags)).toThrow(words);
  expect(readdirSync(among).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'supergraph.yaml',
    'vault-settings.json',
  ]);
});

test.each([
  ['Tags', 'Tag', 'tags'],
  ['Policies', 'Policy', 'policies'],
  ['Access', 'AccessEntry', 'accessEntries'],
  ['Wiki', 'WikiEntry', 'wikiEntries'],
  ['Legal_Holds', 'LegalHold', 'legalHolds'],
])('%s has the noun %s, and lists %s', (plugin, noun, nouns) => {
  expect(namesOf(plugin)).toMatchObject({ Noun: noun, nouns });
});

test.each([
  ['Tags', 'TAGS_URL'],
  ['Nimbus', 'NIMBUS_PLUGIN_URL'],
  ['Nats', 'NATS_PLUGIN_URL'],
])('the URL of %s is in %s, which means nothing else to any process', (plugin, urlVariable) => {
  expect(namesOf(plugin)).toMatchObject({ urlVariable });
});

test.each(['tags', '1Tags', 'Tags.X', '../Tags', 'Core', 'Base', ''])(
  '"%s" is not a valid plugin name',
  (name) => {
    expect(() => namesOf(name)).toThrow(/is not a valid plugin name|is reserved for the platform/);
  },
);

test('a table has the name that its entity expects, digits and all', () => {
  expect(namesOf('Web3')).toMatchObject({ Noun: 'Web3Entry', table: 'web3entry' });
  expect(namesOf('Holds', 'LegalHold')).toMatchObject({ table: 'legal_hold' });
});
