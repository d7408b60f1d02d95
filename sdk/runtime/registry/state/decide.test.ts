import { expect, test } from 'vitest';
import { decideSubgraphs, placesOf, publicationOf, unpublishedOf, withPublished } from './decide.ts';
import { emptyRegistry, noteEntry, catalogueOf, type Registry } from './registry.ts';
import { hashOf, keys } from './entries.ts';

const sdl = (field: string) => `type Query { ${field}: String }`;
const file = {
  name: 'Tags',
  url: 'http://tags.test/graphql',
  sdl: sdl('committed'),
  file: 'Tags/schema.graphql',
};

/** A registry in which processes run releases, named by their one field, oldest first; `published` were, in order. */
function registryOf(running: readonly string[], published: readonly string[] = []): Registry {
  const registry = emptyRegistry();
  const note = (key: string, value: unknown) => noteEntry(registry, { key, value, revision: 1 });
  for (const field of new Set([...running, ...published])) {
    const release = {
      plugin: 'Tags',
      hash: hashOf(sdl(field)),
      sdl: sdl(field),
      version: '1.0.0',
      sdk: '0.1.0',
    };
    note(keys.release(release), {
      ...release,
      fires: [],
      hears: [],
      answers: [],
      takesPart: [],
      settings: {},
    });
  }
  for (const [index, field] of running.entries()) {
    const instance = { plugin: 'Tags', id: `${index}`, hash: hashOf(sdl(field)), since: index };
    note(keys.instance(instance), { ...instance, url: `http://${field}.test/${index}` });
  }
  for (const field of published) {
    const publication = publicationOf(registry, { plugin: 'Tags', hash: hashOf(sdl(field)) }, { by: 'ada' });
    note(keys.catalogue, withPublished(catalogueOf(registry), [publication]));
  }
  return registry;
}

const decide = (registry: Registry, publishing: 'on-start' | 'by-command', files = [file]) =>
  decideSubgraphs(registry, files, { plugins: ['Tags'], publishing });

test.each([
  { of: 'nothing known but its file', running: [], published: [], served: 'committed' },
  { of: 'one process', running: ['a'], published: [], served: 'a' },
  { of: 'a newer process beside an older one', running: ['a', 'b'], published: ['a'], served: 'b' },
  { of: 'an older one that starts again', running: ['b', 'a'], published: ['a', 'b'], served: 'b' },
  { of: 'only the older one running', running: ['a'], published: ['a', 'b'], served: 'a' },
  { of: 'none running', running: [], published: ['a', 'b'], served: 'b' },
])('published on start: $of', ({ running, published, served }) => {
  const { subgraphs, drifted } = decide(registryOf(running, published), 'on-start');
  expect(subgraphs[0]?.sdl).toBe(sdl(served));
  expect(drifted).toEqual([]);
});

test.each([
  { of: 'what is committed', running: ['committed'], published: [], served: 'committed', drifted: [] },
  { of: 'what nobody has published', running: ['a'], published: [], served: 'committed', drifted: ['Tags'] },
  { of: 'that beside what was', running: ['a', 'b'], published: ['a'], served: 'a', drifted: ['Tags'] },
  { of: 'not yet what was published', running: ['a'], published: ['a', 'b'], served: 'a', drifted: [] },
  { of: 'only the unpublished', running: ['c'], published: ['a', 'b'], served: 'b', drifted: ['Tags'] },
])('published by command, a process runs $of', ({ running, published, served, drifted }) => {
  const decision = decide(registryOf(running, published), 'by-command');
  expect(decision.subgraphs[0]?.sdl).toBe(sdl(served));
  expect(decision.drifted.map(({ name }) => name)).toEqual(drifted);
});

test('a plugin without a file is where its process is, and unknown without one', () => {
  expect(decide(registryOf(['a']), 'on-start', []).subgraphs[0]?.url).toBe('http://a.test/0');
  expect(decide(emptyRegistry(), 'on-start', []).subgraphs).toEqual([]);
});

const served = (field: string) => [{ ...file, sdl: sdl(field) }];

test('the processes of the served schema are queried, or others if none runs it', () => {
  const registry = registryOf(['a', 'b', 'b']);
  expect(placesOf(registry, served('b')).get('Tags')).toEqual(['http://b.test/1', 'http://b.test/2']);
  expect(placesOf(registry, served('c')).get('Tags')).toHaveLength(3);
  expect(placesOf(emptyRegistry(), served('a')).has('Tags')).toBe(false);
});

test('what is served and was never published is to be published, with what was before', () => {
  const registry = registryOf(['b'], ['a']);
  const [release] = unpublishedOf(registry, [{ ...file, sdl: sdl('b') }]);
  expect(release?.sdl).toBe(sdl('b'));
  const publication = release && publicationOf(registry, release, { by: 'its own start' });
  expect(publication).toMatchObject({ hash: hashOf(sdl('b')), previous: [hashOf(sdl('a'))] });
  expect(unpublishedOf(registry, [{ ...file, sdl: sdl('a') }])).toEqual([]);
});

test.each([
  ['an unknown key', 'nonsense.Tags', {}],
  ['no instance', 'instance.Tags.1', { plugin: 'Tags', url: 'nowhere' }],
  ['no object', 'catalogue', 'nothing'],
  [
    'an invalid name',
    'instance.x.1',
    { plugin: '../x', id: '1', url: 'http://x.test', hash: hashOf(''), since: 0 },
  ],
])('%s is passed over', (_, key, value) => {
  const registry = emptyRegistry();
  expect(noteEntry(registry, { key, value, revision: 1 })).toBe('none');
  expect(registry).toEqual(emptyRegistry());
});
