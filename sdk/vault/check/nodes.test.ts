import { expect, test } from 'vitest';
import { findNodeless } from './nodes.ts';

const core = 'type User implements Node @key(fields: "id") { id: ID! name: String! }';

test.each([
  ['an entity by its id', 'type Tag @key(fields: "id") { id: ID! }', ['Tag']],
  ['one with a second key', 'type Tag @key(fields: "slug") @key(fields: " id ") { id: ID! }', ['Tag']],
  ['one of another interface', 'type Tag implements Word @key(fields: "id") { id: ID! }', ['Tag']],
  ['a node', 'type Tag implements Word & Node @key(fields: "id") { id: ID! }', []],
  ['a pointer', 'type Board @key(fields: "id", resolvable: false) { id: ID! }', []],
  ['fields for a type of core', 'type User @key(fields: "id") { id: ID! tags: [String!] }', []],
  ['fields for a type of an unknown plugin', 'extend type Board @key(fields: "id") { id: ID! }', []],
  ['a composite key', 'type Line @key(fields: "id version") { id: ID! version: Int! }', []],
  ['a nested key', 'type Line @key(fields: "order { id }") { order: Order! }', []],
  ['another key', 'type Country @key(fields: "code") { id: ID! code: ID! }', []],
  ['no entity', 'type Figure { id: ID! }', []],
])('types that Relay could not fetch again are found: %s', (_, sdl, found) => {
  const fixes = found.map((type) => ({
    code: 'SCHEMA_NODES',
    severity: 'error',
    message: `${type} is an entity by its id, but does not implement Node: node(id) does not find it`,
    fix: expect.stringContaining(`Write "type ${type} implements Node`) as string,
  }));
  expect(findNodeless(sdl, [core])).toMatchObject(fixes);
});
