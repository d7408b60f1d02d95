import { describe, expect, test } from 'vitest';
import { composeSupergraph } from './composeSupergraph.ts';
import type { Subgraph } from '@nimbusvault/sdk/kernel';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key", "@shareable", "@authenticated"])\n`;

function subgraph(name: string, sdl: string): Subgraph {
  return { name, url: `http://${name}.test/graphql`, sdl: link + sdl, file: `${name}/schema.graphql` };
}

const core = subgraph(
  'Core',
  'type Query { viewer: User }\ntype User @key(fields: "id") { id: ID! username: String! }',
);
const bookmarks = subgraph(
  'Bookmarks',
  'type Query { bookmarks: [String] }\ntype User @key(fields: "id") { id: ID! shared: Int }',
);
const tags = subgraph('Tags', 'type Query { tags: [String] }');

describe('composeSupergraph', () => {
  test('composes core and plugins', () => {
    const { supergraphSdl, refusals } = composeSupergraph([core, bookmarks, tags]);
    expect(refusals).toEqual([]);
    expect(supergraphSdl).toContain('join__Graph');
  });

  test('blames the plugin that defines a field of core, and not its victim', () => {
    const thief = subgraph(
      'Thief',
      'type Query { a: Int }\ntype User @key(fields: "id") { id: ID!\n username: String! }',
    );
    const { supergraphSdl, subgraphs, refusals } = composeSupergraph([core, thief, bookmarks]);
    expect(subgraphs.map(({ name }) => name)).toEqual(['Core', 'Bookmarks']);
    expect(supergraphSdl).not.toContain('Thief');
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatchObject({ name: 'Thief' });
    expect(refusals[0]?.faults[0]).toMatch(
      /^Thief\/schema\.graphql:4:2: Non-shareable field "User\.username".* remove or rename/,
    );
  });

  test('names file, line and column of a syntax error', () => {
    const { refusals } = composeSupergraph([core, subgraph('Typo', 'type Query {\n  a: \n}')]);
    expect(refusals).toEqual([
      { name: 'Typo', faults: ['Typo/schema.graphql:4:1: Syntax Error: Expected Name, found "}".'] },
    ]);
  });

  test('reports the remedy for a type that cannot be reached', () => {
    const { refusals } = composeSupergraph([
      core,
      subgraph('Keyless', 'type Query { a: Int }\ntype User { more: Int }'),
    ]);
    expect(refusals[0]?.faults.join(' ')).toContain(
      'declare it with @key(fields: "id") and a reference resolver',
    );
  });

  test('refuses a directive that the gateway cannot enforce', () => {
    const { refusals } = composeSupergraph([
      core,
      subgraph('Guarded', 'type Query { a: Int @authenticated }'),
    ]);
    expect(refusals).toEqual([
      {
        name: 'Guarded',
        faults: [
          'Guarded/schema.graphql: The gateway cannot enforce @authenticated. Check roles in the bll instead.',
        ],
      },
    ]);
  });

  test('blames core if core does not compose, and then serves nothing', () => {
    const broken = subgraph('Core', 'type Query { viewer: Nobody }');
    const { supergraphSdl, refusals } = composeSupergraph([broken, bookmarks]);
    expect(supergraphSdl).toBeUndefined();
    expect(refusals.map(({ name }) => name)).toEqual(['Core']);
  });

  test('composes plugins that need each other, in any order', () => {
    const pointer = subgraph(
      'Pointer',
      'type Query { label: Label }\ntype Label @key(fields: "id", resolvable: false) { id: ID! }',
    );
    const owner = subgraph(
      'Labels',
      'type Query { labels: [Label] }\ntype Label @key(fields: "id") { id: ID! text: String }',
    );
    const broken = subgraph('Broken', 'type Query { a: Nothing }');
    const { subgraphs } = composeSupergraph([core, pointer, broken, owner]);
    expect(subgraphs.map(({ name }) => name).toSorted()).toEqual(['Core', 'Labels', 'Pointer']);
  });
});

describe('composeSupergraph over a served graph', () => {
  test('keeps the last good schema of the broken plugin, and accepts the other changes', () => {
    const broken = subgraph('Bookmarks', 'type Query { bookmarks: Nothing }');
    const { subgraphs, refusals } = composeSupergraph([core, broken, tags], [core, bookmarks]);
    expect(subgraphs).toEqual([core, bookmarks, tags]);
    expect(refusals.map(({ name }) => name)).toEqual(['Bookmarks']);
  });

  test('blames a core that breaks a plugin which has not changed', () => {
    const greedy = subgraph(
      'Core',
      'type Query { viewer: User }\ntype User @key(fields: "id") { id: ID! shared: Int }',
    );
    const { subgraphs, refusals } = composeSupergraph([greedy, bookmarks], [core, bookmarks]);
    expect(subgraphs).toEqual([core, bookmarks]);
    expect(refusals.map(({ name }) => name)).toEqual(['Core']);
  });

  test('blames the later plugin for a conflict with a served one, whatever their order', () => {
    const newcomer = subgraph('Newcomer', 'type Query { tags: [String] }');
    const { refusals } = composeSupergraph([core, newcomer, tags], [core, tags]);
    expect(refusals.map(({ name }) => name)).toEqual(['Newcomer']);
  });

  test('removes deactivated plugins even while another plugin is broken', () => {
    const broken = subgraph('Bookmarks', 'type Query {');
    const { subgraphs } = composeSupergraph([core, broken], [core, bookmarks, tags]);
    expect(subgraphs).toEqual([core, bookmarks]);
  });
});
