import type { QueryPlan } from '@apollo/query-planner';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { findUnreached } from './findUnreached.ts';

const schema = buildSchema(`
  type Query { shelf: Shelf found: Media }
  type Shelf { all: [Media] owner: User }
  interface Media { id: ID! box: Int title: String }
  type Book implements Media { id: ID! box: Int title: String pages: Int }
  type Movie implements Media { id: ID! box: Int title: String minutes: Int }
  type User { name: String }
`);

const fetch = (operation: string, entity = {}) =>
  ({
    kind: 'Fetch',
    serviceName: 'a',
    variableUsages: [],
    operation,
    operationKind: 'query',
    ...entity,
  }) as const;
const entities = (path: readonly string[], selection: string, more = {}) =>
  ({
    kind: 'Flatten',
    path: [...path],
    node: fetch(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, {
      requires: [],
      ...more,
    }),
  }) as const;
const titles = [{ kind: 'KeyRenamer', path: ['... on Book', 'title_1'], renameKeyTo: 'title' }] as const;

const plan = {
  kind: 'Sequence',
  nodes: [
    fetch('{ shelf { all { __typename id } } }'),
    {
      kind: 'Parallel',
      nodes: [
        entities(['shelf', 'all', '@|[Book]'], '... on Book { pages title_1: title }', {
          outputRewrites: titles,
        }),
        entities(['shelf', 'all', '@'], '... on Movie { ... { minutes } }'),
      ],
    },
  ],
} as const;

const unreached = (query: string, node: unknown = plan) =>
  findUnreached(parse(query), node as QueryPlan['node'], schema);

test.each([
  '{ shelf { all { id __typename ... on Book { pages title } } } }',
  '{ shelf { all { title ...B } } } fragment B on Book { pages ... on Media { id } }',
  '{ shelf { all { ... on Movie { box minutes } } } }',
  '{ found { ... on Movie { minutes } } }',
  '{ __typename }',
])('%s is reached, or its objects may not exist', (query) => {
  expect(unreached(query)).toBeUndefined();
});

test.each([
  ['{ shelf { all { box } } }', 'Media.box', 'shelf.all.box'],
  ['{ mine: shelf { every: all { id ... on Media { size: box } } } }', 'Media.id', 'shelf.all.id'],
  [
    '{ shelf { all { id ...B } owner { name } } } fragment B on Media { id }',
    'User.name',
    'shelf.owner.name',
  ],
  ['{ shelf { all { ... { box } } } }', 'Media.box', 'shelf.all.box'],
])('%s has %s, which no fetch requests', (query, field, path) => {
  expect(unreached(query)).toEqual({ field, path });
});

test('an empty plan reaches nothing', () => {
  expect(unreached('{ found { title } }', undefined)).toEqual({ field: 'Media.title', path: 'found.title' });
});
