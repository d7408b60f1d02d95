import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkSources, readSources, type Finding } from '@nimbusvault/vault/check';
import { growPlugin, namesOf, writePlugin, type Growth } from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
mkdirSync(join(root, '.nimbus'), { recursive: true });
const home = mkdtempSync(join(root, '.nimbus/new-')); // within the repository, so that what plugins import is found
afterAll(() => rmSync(home, { recursive: true }));

const yaml =
  '# ours\nfederation_version: =2.14.4\nsubgraphs:\n  Core:\n    routing_url: ${env.CORE_URL}\n    schema:\n      file: ./core/schema.graphql # committed\n';

function place(name: string): string {
  const folder = join(home, name);
  mkdirSync(folder);
  return folder;
}

const run = (tool: string, ...args: readonly string[]) =>
  execFileSync(process.execPath, [resolve(root, 'node_modules', tool), ...args], {
    cwd: home,
    encoding: 'utf8',
  });

test.each([
  ['Tags', undefined, { bare: false }],
  ['Policies', undefined, { bare: false, hook: 'entity.archived', participant: 'user-offboarding' }],
  ['Wiki', 'WikiPage', { bare: false, hook: 'entity.deleted' }],
  ['Greeter', undefined, { bare: true, participant: 'document-transfer' }],
] as const)(
  'a new %s keeps the rules of the house, and its tests pass',
  (name, entity, parts) => {
    const among = place(name);
    writeFileSync(join(among, 'supergraph.yaml'), yaml);
    writeFileSync(join(among, 'vault-settings.json'), '{\n  "Base": { "active_plugins": [] }\n}\n');
    const { folder } = writePlugin({ names: namesOf(name, entity), parts, author: 'Ada', root: among });
    expect(folder).toBe(join(among, 'plugin-subgraphs', name));
    expect(readFileSync(join(among, 'supergraph.yaml'), 'utf8')).toBe(
      `${yaml}  ${name}:\n    routing_url: \${env.${name.toUpperCase()}_URL}\n    schema:\n      file: ./plugin-subgraphs/${name}/schema.graphql\n`,
    );
    expect(readFileSync(join(among, 'vault-settings.json'), 'utf8')).toBe(
      `{\n  "Base": { "active_plugins": [] },\n  "${name}": {}\n}\n`,
    );
    expect(findingsIn(name, among)).toEqual([]);
    expect(unformattedIn(folder)).toBe('');
    expect(untypedIn(folder)).toBe('');
    const passed = parts.bare ? /Test Files .*1 passed/ : /Test Files .*2 passed/;
    expect(run('vitest/vitest.mjs', 'run', '--root', folder)).toMatch(passed);
  },
  120_000,
);

function findingsIn(name: string, among: string): readonly Finding[] {
  const folder = join(among, 'plugin-subgraphs', name);
  const [settings = '', supergraph = ''] = ['vault-settings.json', 'supergraph.yaml'].map((file) =>
    readFileSync(join(among, file), 'utf8'),
  );
  return checkSources({ name, folder, files: readSources(folder), settings, supergraph });
}

/** By the compiler, as strict as here. */
function untypedIn(folder: string): string {
  const config = { extends: join(root, 'tsconfig.json'), include: ['**/*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return run('typescript/bin/tsc', '--project', folder);
}

/** Looked at in a place that git does not ignore. */
function unformattedIn(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'nimbus-formatted-'));
  cpSync(folder, copy, { recursive: true });
  try {
    return run('oxfmt/bin/oxfmt', '--config', join(root, '.oxfmtrc.json'), '--list-different', copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test('a plugin that grows by every kind of part keeps the rules, its tests pass, and what is there already is refused', () => {
  const among = place('growing');
  writeFileSync(join(among, 'supergraph.yaml'), yaml);
  writeFileSync(join(among, 'vault-settings.json'), '{\n  "Base": { "active_plugins": [] }\n}\n');
  const { folder } = writePlugin({
    names: namesOf('Tags'),
    parts: { bare: false },
    author: 'Ada',
    root: among,
  });
  const growths: readonly Growth[] = [
    { kind: 'entity', name: 'TagColour' },
    { kind: 'hook', name: 'entity.archived' },
    { kind: 'participant', name: 'user-offboarding' },
    { kind: 'mutation', name: 'touchTag', entity: 'Tag' },
    { kind: 'task', name: 'sweepTags', entity: 'Tag' },
  ];
  const unknown: Growth = { kind: 'mutation', name: 'foo', entity: 'Nope' };
  expect(() => growPlugin('Tags', folder, unknown)).toThrow('There is no entity Nope. There are: Tag.');
  for (const growth of growths) expect(growPlugin('Tags', folder, growth)).not.toEqual([]);
  for (const growth of growths) expect(() => growPlugin('Tags', folder, growth)).toThrow(/ already\./);
  expect(findingsIn('Tags', among)).toEqual([]);
  expect(unformattedIn(folder)).toBe('');
  expect(untypedIn(folder)).toBe('');
  expect(run('vitest/vitest.mjs', 'run', '--root', folder)).toMatch(/Test Files .*3 passed/);
}, 120_000);

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test('a table of a new plugin that keeps no organizations apart fails its tests', () => {
  const among = place('open');
  writeFileSync(join(among, 'supergraph.yaml'), yaml);
  const tags = { names: namesOf('Tags'), parts: { bare: false }, author: 'Ada', root: among };
  const { folder } = writePlugin(tags);
  const file = join(folder, 'migrations/createTagTable.ts');
  const open = `'create table tag_use (org varchar(63) not null, id uuid not null, primary key (org, id))',`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('up: [', `up: [${open}`));
  const testing = () => run('vitest/vitest.mjs', 'run', '--root', folder, 'tests/isolation.test.ts');
  const { stderr } = thrownBy(testing) as { readonly stderr: string };
  expect(stderr).toMatch(/tags: tag_use has no policy/);
}, 120_000);

test('a new plugin in an empty place is a repository of its own', () => {
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

test('what is there already is left alone, and nothing is half written', () => {
  const among = place('taken');
  writeFileSync(join(among, 'supergraph.yaml'), yaml.replace('Core', 'Tags'));
  const tags = { names: namesOf('Tags'), parts: { bare: true }, author: 'Ada', root: among };
  expect(() => writePlugin(tags)).toThrow(/lists a subgraph Tags already/);
  const unknown = { ...tags, names: namesOf('Others'), parts: { bare: true, hook: 'entity.moved' } };
  expect(() => writePlugin(unknown)).toThrow(/Core has no "entity\.moved"/);
  expect(readdirSync(among)).toEqual(['supergraph.yaml']);
});

test.each([
  {
    what: 'settings that are empty',
    file: 'vault-settings.json',
    text: '',
    words: /is no JSON with a section/,
  },
  {
    what: 'a list of subgraphs that is none',
    file: 'supergraph.yaml',
    text: 'subgraphs: [',
    words: /no list of subgraphs that can be read/,
  },
  {
    what: 'a name that differs in capitals alone',
    file: 'supergraph.yaml',
    text: yaml.replace('Core', 'TAGS'),
    words: /lists a subgraph TAGS already/,
  },
])('$what is told, and nothing is written', ({ what, file, text, words }) => {
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
])('%s is about the noun %s, and lists %s', (plugin, noun, nouns) => {
  expect(namesOf(plugin)).toMatchObject({ Noun: noun, nouns });
});

test.each(['tags', '1Tags', 'Tags.X', '../Tags', 'Core', 'Base', ''])(
  '"%s" is no name of a plugin',
  (name) => {
    expect(() => namesOf(name)).toThrow(/is no name of a plugin|is the platform's own/);
  },
);

test('a table is called as its entity looks for it, digits and all', () => {
  expect(namesOf('Web3')).toMatchObject({ Noun: 'Web3Entry', table: 'web3entry' });
  expect(namesOf('Holds', 'LegalHold')).toMatchObject({ table: 'legal_hold' });
});
