import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { findFaults } from './findFaults.ts';

const schema = buildSchema('type User { id: ID friends: [User] } type Query { me: User }');
const most = 100;

const messages = (source: string) => findFaults(source, schema, most).map(({ message }) => message);

/** Two selections of the next fragment in each: 2^levels in all. */
function bomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, level) =>
      `fragment f${level} on User { a: friends { ...f${level + 1} } b: friends { ...f${level + 1} } }`,
  );
  return `{ me { ...f0 } } ${fragments.join(' ')} fragment f${levels} on User { id }`;
}

test('a document that fits has no faults', () => {
  expect(messages('{ me { friends { ...f } } } fragment f on User { id }')).toEqual([]);
});

test('faults say where they are', () => {
  expect(findFaults('{ me { name } }', schema, most)).toEqual([
    { message: 'Cannot query field "name" on type "User".', positions: [7] },
  ]);
});

test.each([
  ['fields', `{ me { ${Array.from({ length: most }, (_, index) => `a${index}: id`).join(' ')} } }`],
  ['fragments in fragments', bomb(10)],
  ['fragments in fragments, in billions', bomb(40)],
])('a document with too many %s is refused for that alone', (_, source) => {
  expect(messages(source)).toEqual([
    'The operation asks for more than 100 fields, its fragments included. Ask for less at once.',
  ]);
});

test('fragments that spread themselves are refused as such', () => {
  const cycle = '{ me { ...f } } fragment f on User { ...g } fragment g on User { ...f }';
  expect(messages(cycle)).toEqual(['Cannot spread fragment "f" within itself via "g".']);
});

test('fields that repeat too often to be compared are refused in words', () => {
  const repeated = `{ ${'me { friends { id } } '.repeat(400)} }`;
  expect(findFaults(repeated, schema, 10_000).map(({ message }) => message)).toEqual([
    'Its fields repeat too often to be checked. Ask for each once.',
  ]);
});
