import { gql } from '@nimbusvault/sdk';
import { expect, test } from 'vitest';
import { typesText } from './typesText.ts';

const views = [
  { name: 'ThingView', file: 'bll/things/helpers.ts', isSchema: true },
  { name: 'PartView', file: 'bll/parts/helpers.ts', isSchema: false },
];

const typeDefs = gql`
  enum Size {
    SMALL
    LARGE
  }

  type Thing @key(fields: "id") {
    id: ID!
    size: Size!
    parts: [Part!]
  }

  type Part {
    name: String!
  }

  type ThingConnection {
    edges: [ThingEdge!]!
    pageInfo: PageInfo!
  }

  type ThingEdge {
    cursor: String!
    node: Thing!
  }

  type User @key(fields: "id", resolvable: false) {
    id: ID!
  }

  type Document @key(fields: "id version") {
    id: ID!
    version: Int!
    title: String! @external
    heading: String @requires(fields: "title")
  }

  type Query {
    things: ThingConnection
  }

  extend type Query {
    thing(id: ID!): Thing
  }
`;

test('views, pages of views and keys of other entities are the types of resolvers', async () => {
  const text = await typesText(typeDefs, views);
  expect(text).toContain("import type { ThingView } from './bll/things/helpers.ts';");
  expect(text).toContain("import type { PartView } from './bll/parts/helpers.ts';");
  expect(parentsIn(text)).toMatchObject({
    Thing: 'z.infer<typeof ThingView>',
    Part: 'PartView',
    ThingConnection: 'Connection<z.infer<typeof ThingView>>',
    User: "Pick<User, 'id'>",
    Document: "Pick<Document, 'id' | 'version' | 'title'>",
  });
});

test('every root field and its extensions require a resolver; every resolvable key, a reference', async () => {
  const text = await typesText(typeDefs, views);
  expect(text).toMatch(/things: Resolver<Maybe<ResolversTypes\['ThingConnection'\]>/);
  expect(text).toMatch(/thing: Resolver<Maybe<ResolversTypes\['Thing'\]>/);
  expect(
    [...(text.split('export type References')[1] ?? '').matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name),
  ).toEqual(['Thing', 'Document']);
});

test('the file has types alone, and imports only what a plugin depends on', async () => {
  const text = await typesText(typeDefs, views);
  expect(text).toContain("export type Size =\n  | 'SMALL'\n  | 'LARGE';");
  expect(
    text.match(/^(?!export type |export interface |import type ).*\b(enum|const|function|import) /gm),
  ).toBeNull();
  expect([...text.matchAll(/ from '(.+)';/g)].map(([, name]) => name)).toEqual([
    '@nimbusvault/sdk',
    'zod',
    './bll/things/helpers.ts',
    './bll/parts/helpers.ts',
  ]);
});

/** The types of the parents of resolvers, by GraphQL type. */
function parentsIn(text: string): Readonly<Record<string, string>> {
  const [, body = ''] = /export type ResolversParentTypes = \{\n([^]*?)\n\};/.exec(text) ?? [];
  return Object.fromEntries([...body.matchAll(/^ {2}(\w+): (.*);$/gm)].map(([, name, type]) => [name, type]));
}

test('a type is called as the schema calls it, capitals and all', async () => {
  const text = await typesText(
    gql`
      type SQLQuery {
        idOfURL: ID
      }

      type Query {
        sqlQuery(inURL: Boolean): SQLQuery
      }
    `,
    [],
  );
  expect(text).toContain('SQLQuery: SQLQueryResolvers;');
  expect(text).toContain('export type SQLQueryResolvers');
});
