import { gql } from 'graphql-tag';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineTask, entityArchived, on } from '../hooks/index.ts';
import { defineContext } from '../orchestrator/index.ts';
import { defineMigration } from './defineMigration.ts';
import { definePlugin } from './definePlugin.ts';

const context = defineContext({ input: z.object({}) });
const step = context.step({ name: 'noop', reads: [], writes: [], async forward() {} });
const named = (name: string) =>
  context
    .workflow(name)
    .step(step)
    .result(() => null);
const workflow = named('do-it');
const handler = on(entityArchived, async () => {});
const payload = z.object({});
const task = defineTask('tidy-up', 1, { payload, async run() {} });
const migration = defineMigration('1', { up: [], down: [] });
const resolve = () => null;

test('only the name is required, and the registry of workflows is filled by name and version', () => {
  expect(definePlugin({ name: 'Bare' })).toMatchObject({ name: 'Bare', schemaName: 'bare', hooks: [] });
  expect(definePlugin({ name: 'Full', workflows: [workflow] }).workflows.get('do-it.v1')).toBe(workflow);
});

describe('a plugin is refused if', () => {
  test.each([
    ['its name is invalid', { name: 'bookmarks' }, /capital letter/],
    [
      'two workflows have one name',
      { workflows: [workflow, workflow] },
      /two workflows are named "do-it.v1"/,
    ],
    [
      'two hook handlers have one name',
      { hooks: [handler, handler] },
      /two hook handlers are named "entity.archived"/,
    ],
    ['two tasks are the same', { tasks: [task, task] }, /two tasks are "tidy-up.v1"/],
    ['its stand-in is elsewhere', { standIn: '../server.ts' }, /standIn is "\.\.\/server\.ts"; it is a path/],
    ['two migrations have one name', { migrations: [migration, migration] }, /two migrations/],
    [
      'a query has no resolver',
      {
        typeDefs: gql`
          type Query {
            a: Int
          }
        `,
      },
      /Query\.a has no resolver/,
    ],
    [
      'a filter shows what a role protects',
      {
        typeDefs: gql`
          type Person @key(fields: "id") {
            id: ID!
            salary: Int @role(needs: "admin")
            bornAt: DateTime @role(needs: "admin")
          }
          input PersonFilter {
            salary: IntFilter
          }
        `,
        references: { Person: resolve },
      },
      /Person\.salary has a @role.*take "salary" out of filterable/,
    ],
    [
      'an order shows what a role protects',
      {
        typeDefs: gql`
          type Person @key(fields: "id") {
            id: ID!
            bornAt: DateTime @role(needs: "admin")
          }
          enum PersonOrderField {
            BORN_AT
          }
        `,
        references: { Person: resolve },
      },
      /Person\.bornAt has a @role/,
    ],
    [
      'a query would lose the whole answer',
      {
        typeDefs: gql`
          type Query {
            a: [Int!]!
          }
        `,
        resolvers: { Query: { a: resolve } },
      },
      /Query\.a is non-null/,
    ],
    [
      'it declares a capability that only core is granted',
      { capabilities: ['operate' as const] },
      /grants the capability "operate" to Core alone/,
    ],
    [
      'a mutation declares no role',
      {
        typeDefs: gql`
          type Mutation {
            a: Int
          }
        `,
        resolvers: { Mutation: { a: resolve } },
      },
      /@role/,
    ],
    [
      'a mutation requires an unknown role',
      {
        typeDefs: gql`
          type Mutation {
            a: Int @role(needs: "king")
          }
        `,
        resolvers: { Mutation: { a: resolve } },
      },
      /@role/,
    ],
    [
      'an entity has no reference',
      {
        typeDefs: gql`
          type Thing @key(fields: "id") {
            id: ID!
          }
        `,
      },
      /references\.Thing/,
    ],
  ])('%s', (_, definition, message) =>
    expect(() => definePlugin({ name: 'Test', ...definition })).toThrow(message),
  );
});

test('a type that only points at another subgraph needs no reference', () => {
  const typeDefs = gql`
    type User @key(fields: "id", resolvable: false) {
      id: ID!
    }
  `;
  expect(definePlugin({ name: 'Points', typeDefs }).name).toBe('Points');
});

test('a task belongs to one plugin, in any number of versions', () => {
  const next = defineTask('tidy-up', 2, { payload, async run() {} });
  expect(definePlugin({ name: 'Tidy', tasks: [task, next] }).tasks).toEqual([task, next]);
  expect(() => definePlugin({ name: 'Other', tasks: [task] })).toThrow(
    /Other: the task "tidy-up" belongs to Tidy/,
  );
});

test.each([
  ['TidyUp', {}, /lower case words joined by "-"/],
  ['tidy.up', {}, /lower case words/],
  ['tidy-up', { tries: 0 }, /tries of the task "tidy-up" must be a whole number from 1 to 100; got 0/],
  ['tidy-up', { firstDelayMs: 0.5 }, /firstDelayMs/],
  ['tidy-up', { limitMs: 86_400_001 }, /limitMs/],
])('a task %s with %j is refused', (name, options, message) =>
  expect(() => defineTask(name, 1, { payload, async run() {}, ...options })).toThrow(message),
);
