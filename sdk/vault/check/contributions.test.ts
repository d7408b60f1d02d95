import { expect, test } from 'vitest';
import { findLoosened } from './contributions.ts';

const core = `
  type User @key(fields: "id") {
    id: ID!
    salary: Int @shareable @role(needs: "member", scopes: ["pay:read"])
    notes: String @shareable @role(needs: "admin")
    name: String @shareable
  }
  type Query { users: [User] @shareable @role(needs: "admin") }`;
const user = (fields: string) => `type User @key(fields: "id") { id: ID! ${fields} }`;

test.each([
  ['requires nothing', user('notes: String @shareable'), ['User.notes']],
  [
    'requires a lower role',
    user('notes: String @override(from: "Core") @role(needs: "member")'),
    ['User.notes'],
  ],
  [
    'requires a role in place of a scope',
    user('salary: Int @shareable @role(needs: "admin")'),
    ['User.salary'],
  ],
  ['needs an unknown role', user('notes: String @shareable @role(needs: "king")'), ['User.notes']],
  ['requires nothing at the root', 'extend type Query { users: [User] @shareable }', ['Query.users']],
  [
    'provides an external field',
    `${user('notes: String @external')} type Tag { by: User @provides(fields: "notes") }`,
    ['User.notes'],
  ],
  ['requires as much', user('notes: String @shareable @role(needs: "admin")'), []],
  [
    'asks for more',
    user(
      'salary: Int @shareable @role(needs: "admin", scopes: ["a", "pay:read"]) name: String @shareable @role(needs: "admin")',
    ),
    [],
  ],
  ['needs an external field', user('notes: String @external length: Int @requires(fields: "notes")'), []],
  ['has its own fields', user('tags: [String]'), []],
])('a plugin that %s', (_, sdl, paths) => {
  const findings = findLoosened(sdl, core);
  expect(findings.map(({ message }) => message.split(' ')[0])).toEqual(paths);
  for (const { fix } of findings) expect(fix).toMatch(/Needs the role .*\./);
});
