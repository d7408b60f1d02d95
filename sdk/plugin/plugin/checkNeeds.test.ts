import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { checkNeeds } from './checkNeeds.ts';

test.each([
  ['type Mutation { a: Int }', 'Mutation.a does not declare'],
  ['extend type Mutation { a: Int }', 'Mutation.a does not declare'],
  ['type Query { a: Int @role(needs: "king") }', 'Query.a has a @role that is unknown'],
  ['type Query { a: Int @role }', 'Query.a has a @role that is unknown'],
  ['type T { a: Int @role(needs: ADMIN) }', 'T.a has a @role that is unknown'],
  ['type T { a: Int @role(needs: ["admin", "member"], scopes: "x y") }', 'T.a has a @role that is unknown'],
  ['type T { a: Int @role(needs: "admin", scopes: ["ok", 7]) }', 'T.a has a @role that is unknown'],
  ['type T { a: Int @role(needs: "admin", scopes: [""]) }', 'T.a has a @role that is unknown'],
  ['type T { a: Int! @role(needs: "admin") }', 'T.a has a @role and is non-null'],
  ['type T @key(fields: "a { b }") { b: Int @role(needs: "admin") }', 'T.b has a @role and is in the @key'],
  ['interface I { a: Int @role(needs: "admin") }', 'I.a has a @role and belongs to an interface'],
  ['extend interface I { a: Int @role(needs: "admin") }', 'I.a has a @role and belongs to an interface'],
])('%s is a fault', (sdl, fault) => {
  expect(checkNeeds(parse(sdl))).toEqual([expect.stringMatching(`^${fault}`)]);
});

test.each([
  'type Mutation { a: Int @role(needs: "member", scopes: "a:b") }',
  'type Query { a: Int b: Int @role(needs: "admin", scopes: null) }',
  'extend type T @key(fields: "id") { id: ID! a: [Int!] @role(needs: "admin", scopes: ["a", "b"]) }',
])('%s is valid', (sdl) => expect(checkNeeds(parse(sdl))).toEqual([]));
