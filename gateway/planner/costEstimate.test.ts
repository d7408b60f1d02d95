import { composeSupergraph } from '@nimbusvault/graph';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { readCostDirectives } from './costDirectives.ts';
import { compileEstimate } from './costEstimate.ts';

const types = `
type Query {
  me: User
  users(first: Int, last: Int): UserConnection
  things(max: Int = 3): [Thing] @listSize(assumedSize: 7, slicingArguments: ["max"], requireOneSlicingArgument: false)
  strict(a: Int, b: Int): [Thing] @listSize(slicingArguments: ["a", "b"])
  page(size: Int): Page @listSize(slicingArguments: ["size"], sizedFields: ["rows"], requireOneSlicingArgument: false)
  search(filter: Filter, mode: Int @price(weight: 2)): Thing @price(weight: 5)
  any: Any
}
type Mutation { greet: String }
type User { id: ID! tags: [String!] friends: [User] kind: Kind }
type UserConnection { edges: [UserEdge!]! totalCount: Int! }
type UserEdge { cursor: String! node: User! }
type Page { rows: [User] others: [User] }
type Thing @price(weight: 3) { id: ID }
enum Kind @price(weight: 4) { A }
union Any = User | Thing
input Filter { name: String and: [Filter] costly: Int @price(weight: 9) }
`;
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@cost", as: "@price" }, "@listSize"])`;
const url = 'http://nowhere.test/';
const { supergraphSdl = '' } = composeSupergraph([{ name: 'Core', url, sdl: link + types }], []);
const costs = readCostDirectives(parse(supergraphSdl));
const schema = buildSchema(types.replaceAll(/@(price|listSize)\([^)]*\)/g, ''));

function estimateOf(source: string, site = { schema, costs, listSize: 10 }) {
  const document = parse(source);
  expect(validate(site.schema, document)).toEqual([]);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(source);
  return compileEstimate(site, { document, operation });
}

const many = (count: number, part: string) => part.repeat(count);

test.each([
  ['an object costs 1, its scalars nothing', '{ me { id tags } }', 1],
  ['a mutation costs 10', 'mutation { greet }', 10],
  ['a list without a size has the assumed length', '{ me { friends { id } } }', 11],
  ['nested lists multiply', '{ me { friends { friends { id } } } }', 111],
  ['an enum with a weight', '{ me { kind } }', 5],
  ['a list of a type with a weight', '{ things(max: 4) { id } }', 12],
  ['the default of a slicing argument', '{ things { id } }', 9],
  ['a slicing argument that is null', '{ things(max: null) { id } }', 9],
  ['a field with a weight, whose type has one too', '{ search { id } }', 5],
  [
    'arguments with weights',
    '{ search(mode: 1, filter: { name: "", and: [{}, { costly: 1 }] }) { id } }',
    5 + 2 + 3 + 9,
  ],
  ['fields that the parent sizes, and others', '{ page(size: 5) { rows { id } others { id } } }', 1 + 5 + 10],
  ['a connection without its size', '{ users { totalCount edges { node { id } } } }', 1 + 20 * 2],
  ['a connection with it', '{ users(first: 100) { edges { node { id } } } }', 201],
  ['a connection with last', '{ users(last: 3) { edges { cursor } } }', 4],
  [
    'a connection through a fragment',
    '{ users(first: 2) { ...f } } fragment f on UserConnection { edges { node { id } } }',
    5,
  ],
  [
    'the most expensive of several types counts',
    '{ any { ... on User { friends { id } } ... on Thing { id } __typename } }',
    11,
  ],
  ['a skipped field costs nothing', '{ me @skip(if: true) { id } a: me @include(if: true) { id } }', 1],
  ['introspection costs nothing', '{ __schema { types { fields { name } } } __typename }', 0],
  [
    'a fragment counts as often as it is spread',
    `{ ${many(3, 'me { ...f } ')}} fragment f on User { friends { id } }`,
    33,
  ],
])('%s: %s', (_, source, cost) => {
  expect(estimateOf(source)({})).toBe(cost);
});

test.each([
  [{ n: 5 }, 11],
  [{ n: 0 }, 1],
  [{}, 41],
  [{ n: null }, 41],
  [{ n: -5 }, 1],
  [{ n: 2 ** 31 - 1 }, 2 ** 32 - 1],
  [{ n: 1e308 }, Number.MAX_SAFE_INTEGER],
  [{ n: Infinity }, 41],
  [{ n: Number.NaN }, 41],
  [{ n: 'x' }, 41],
  [{ n: {} }, 41],
])('the values of a request decide: %j', (values, cost) => {
  const estimate = estimateOf('query ($n: Int) { users(first: $n) { edges { node { id } } } }');
  expect(estimate(values)).toBe(cost);
});

test('variables decide which fields are skipped, and count within inputs', () => {
  const skipping = estimateOf('query ($no: Boolean!) { me @skip(if: $no) { id } }');
  expect([skipping({ no: true }), skipping({ no: false })]).toEqual([0, 1]);
  const weighing = estimateOf('query ($f: Filter) { search(filter: { and: [$f] }) { id } }');
  expect(weighing({ f: { costly: 1, and: [{}] } })).toBe(5 + 1 + (1 + 9 + 1));
});

test.each(['{ strict { id } }', '{ strict(a: 1, b: 2) { id } }'])(
  'exactly one slicing argument is required: %s',
  (source) => {
    expect(() => estimateOf(source)({})).toThrow('Pass "strict" exactly one of: a, b.');
  },
);

test('deeply nested lists of the greatest lengths have a finite cost', () => {
  const deep = `{ me { ${many(60, 'friends { ')} id ${many(60, '}')} } }`;
  expect(estimateOf(deep)({})).toBe(Number.MAX_SAFE_INTEGER);
});

test('a fragment that is spread thousands of times is measured once', () => {
  const fragments = Array.from(
    { length: 30 },
    (_, at) =>
      `fragment f${at} on User { a${at}: friends { ...f${at + 1} } b${at}: friends { ...f${at + 1} } }`,
  );
  const bomb = `{ me { ...f0 } } ${fragments.join(' ')} fragment f30 on User { id }`;
  expect(estimateOf(bomb)({})).toBe(Number.MAX_SAFE_INTEGER);
});
