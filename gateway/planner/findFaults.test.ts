import { defaultLimits } from '@nimbusvault/sdk/kernel';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { findFaults } from './findFaults.ts';

const schema = buildSchema(
  'type User { id: ID friends: [User] } type Query { me: User } type Mutation { greet: ID }',
);
const limits = { ...defaultLimits, recursiveSelections: 100 };

const messages = (source: string) => findFaults(source, schema, limits).map(({ message }) => message);

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

test('an unknown directive is named once, with all its places', () => {
  const faults = findFaults('{ me @a { id @a friends @b { id @a } } }', schema, limits);
  expect(faults.map(({ message, positions }) => [message, positions])).toEqual([
    ['Unknown directive "@a".', [5, 13, 32]],
    ['Unknown directive "@b".', [24]],
  ]);
});

test('faults have their locations', () => {
  expect(findFaults('{ me { name } }', schema, limits)).toEqual([
    {
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: 'Cannot query field "name" on type "User".',
      positions: [7],
    },
  ]);
});

test.each([
  ['fields', `{ me { ${Array.from({ length: 100 }, (_, index) => `a${index}: id`).join(' ')} } }`],
  ['fragments in fragments', bomb(10)],
  ['fragments in fragments, in billions', bomb(40)],
])('a document with too many %s is refused with that error alone', (_, source) => {
  expect(messages(source)).toEqual([
    'The operation has more than 100 fields, its fragments included. Request less at once.',
  ]);
});

test('fragments that spread themselves are refused', () => {
  const cycle = '{ me { ...f } } fragment f on User { ...g } fragment g on User { ...f }';
  expect(messages(cycle)).toEqual(['Cannot spread fragment "f" within itself via "g".']);
});

const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const deep = (levels: number) => `{ me ${'{ friends '.repeat(levels)}{ id }${'}'.repeat(levels)} }`;
const aliases = (count: number) =>
  `{ me { ...f ...f } } fragment f on User { ${many(count / 2, (at) => `a${at}: id`)} }`;

test.each([
  ['MAX_DEPTH_LIMIT', deep(limits.depth - 2), deep(limits.depth - 1)],
  ['MAX_ALIASES_LIMIT', aliases(limits.aliases), aliases(limits.aliases + 2)],
  ['MAX_ROOT_FIELDS_LIMIT', `{ ${many(20, () => 'me { id }')} }`, `{ ${many(21, () => 'me { id }')} }`],
  [
    'MAX_ROOT_FIELDS_LIMIT',
    `mutation { ${many(5, () => 'greet')} }`,
    `mutation { ${many(6, () => 'greet')} }`,
  ],
  ['MAX_DIRECTIVES_LIMIT', directives(limits.directives), directives(limits.directives + 1)],
])('%s: a document at the limit passes, a document above it is refused', (code, fitting, tooMuch) => {
  expect(findFaults(fitting, schema, limits)).toEqual([]);
  expect(findFaults(tooMuch, schema, limits).map((fault) => fault.code)).toEqual([code]);
});

test('introspection queries may be deep', () => {
  const ofType = (levels: number): string => (levels === 0 ? 'name' : `ofType { ${ofType(levels - 1)} }`);
  expect(messages(`{ __schema { types { fields { type { ${ofType(14)} } } } } }`)).toEqual([]);
});

function directives(count: number): string {
  return `{ me { ${many(count, () => 'id @skip(if: false)')} } }`;
}

const spreads = (count: number) =>
  `{ me { ${many(count, (at) => `...f${at}`)} } } ${many(count, (at) => `fragment f${at} on User { id }`)}`;
const chain = (length: number) =>
  `fragment c0 on User { id } ${many(length, (at) => `fragment c${at + 1} on User { id ...c${at} }`)}`;

test.each([
  ['fragments side by side', spreads(100), spreads(500)],
  ['equal fields', `{ me { ${many(50, () => 'id')} } }`, `{ me { ${many(500, () => 'id')} } }`],
  [
    'operations that spread the same fragments',
    `query A { me { ...c30 } } query B { me { ...c30 } } ${chain(30)}`,
    `${many(500, (at) => `query Q${at} { me { ...c30 } }`)} ${chain(30)}`,
  ],
])(
  'a document with many %s passes, one with so many that they take long to check is refused',
  (_, fitting, tooMuch) => {
    const wide = { ...limits, recursiveSelections: 2_000 };
    expect(findFaults(fitting, schema, wide)).toEqual([]);
    expect(findFaults(tooMuch, schema, wide)).toEqual([
      {
        code: 'GRAPHQL_VALIDATION_FAILED',
        message:
          'The document takes more than 50000 steps to check. Select each field once, and spread fewer fragments side by side.',
        positions: [],
      },
    ]);
  },
);

test('fragments that no operation spreads are counted, too', () => {
  const unused = bomb(40).replace('{ me { ...f0 } }', '{ me { id } }');
  expect(messages(unused)).toEqual([expect.stringContaining('steps to check')]);
});

test('fields that repeat too often to be compared are refused with a clear message', () => {
  const wide = { ...limits, recursiveSelections: 10_000, rootFields: 1_000, checkSteps: 1_000_000 };
  const repeated = `{ ${'me { friends { id } } '.repeat(400)} }`;
  expect(findFaults(repeated, schema, wide).map(({ message }) => message)).toEqual([
    'The fields of the document repeat too often to be checked. Select each field once.',
  ]);
});
