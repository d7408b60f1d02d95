import { concatAST, parse, print } from 'graphql';
import { gql } from 'graphql-tag';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readGraphAccess } from './readGraphAccess.ts';
import { defineOperation, definePlugin } from '@nimbusvault/sdk';

const data = z.object({ notes: z.string() });
const query = defineOperation({
  document: parse(String.raw`
    query Notes($of: String = "a \"b\"\\ é \u0001") {
      notes(of: $of, as: """
        two
          lines \""" and \ more
      """)
    }
  `),
  variables: z.object({ of: z.string().max(5) }),
  data,
});
const mutation = defineOperation({
  document: gql`
    mutation Note {
      note
    }
  `,
  data: z.unknown(),
});

const forUser = defineOperation({
  document: gql`
    mutation NoteForUser {
      note
    }
  `,
  data: z.unknown(),
  forUser: true,
});

test('what a plugin declares is read from its printed schema as it is sent', () => {
  const { typeDefs } = definePlugin({
    name: 'Notes',
    graph: { role: 'admin', scopes: ['notes:read'], operations: [query, mutation, forUser] },
  });
  expect(readGraphAccess(print(concatAST(typeDefs)))).toEqual({
    role: 'admin',
    scopes: ['notes:read'],
    operations: [query.document, mutation.document],
    forUser: [forUser.document],
  });
  expect(readGraphAccess(print(concatAST(definePlugin({ name: 'Notes' }).typeDefs)))).toBeUndefined();
});

test.each([
  ['an unknown role', { role: 'root' as 'admin' }, /graph.role is member or admin/],
  ['an invalid scope', { scopes: ['a b'] }, /"a b", which is an invalid scope/],
  ['two operations of one name', { operations: [query, query] }, /two operations of graph are named "Notes"/],
])('%s is refused', (_, wrong, message) => {
  const graph = { role: 'member', operations: [], ...wrong } as const;
  expect(() => definePlugin({ name: 'Notes', graph })).toThrow(message);
});

test.each([
  [
    'two operations',
    gql`
      query A {
        a
      }
      query B {
        b
      }
    `,
  ],
  [
    'no name',
    gql`
      {
        a
      }
    `,
  ],
  [
    'no operation',
    gql`
      fragment A on B {
        c
      }
    `,
  ],
  [
    'a subscription',
    gql`
      subscription A {
        a
      }
    `,
  ],
])('a document with %s is refused', (_, document) => {
  expect(() => defineOperation({ document, data })).toThrow(/one query or mutation, with a name/);
});

test('variables and the answer are checked, and there has to be a graph', async () => {
  const vault = { org: 'acme', queryGraph: async () => ({ notes: 'n' }) };
  const open = vault as unknown as Parameters<typeof query.run>[1];
  expect(await query.run({ of: 'me' }, open)).toEqual({ notes: 'n' });
  await expect(query.run({ of: 'too long' }, open)).rejects.toThrow(/of/);
  const odd = { ...open, queryGraph: async () => ({ notes: 1 }) };
  await expect(query.run({ of: 'me' }, odd)).rejects.toMatchObject({ code: 'SUBREQUEST_MALFORMED_RESPONSE' });
  const nowhere = { ...open, queryGraph: undefined } as typeof open;
  await expect(query.run({ of: 'me' }, nowhere)).rejects.toMatchObject({ code: 'PLUGIN_INVALID' });
});

test('a release that knows no operations for users declares none', () => {
  const sdl = `extend schema @asksGraph(role: "member", scopes: [], operations: ["query A { a }"])`;
  expect(readGraphAccess(sdl)).toEqual({
    role: 'member',
    scopes: [],
    operations: ['query A { a }'],
    forUser: [],
  });
});

test('an operation for users is sent for the user of the message, and for nobody else', async () => {
  const asked: unknown[] = [];
  const ada = '11111111-1111-4111-8111-111111111111';
  const queryGraph = async (request: unknown) => void asked.push(request);
  const vault = { org: 'acme', userId: ada, queryGraph } as unknown as Parameters<typeof forUser.run>[1];
  await forUser.run({}, vault, { as: ada });
  expect(asked).toMatchObject([{ operationName: 'NoteForUser', as: ada }]);
  const refused = { code: 'FORBIDDEN', message: expect.stringContaining('{ as: vault.userId }') };
  await expect(forUser.run({}, vault, { as: ada.replaceAll('1', '2') })).rejects.toMatchObject(refused);
  await expect(forUser.run({}, { ...vault, userId: null }, { as: null })).rejects.toMatchObject(refused);
  expect(asked).toHaveLength(1);
});
