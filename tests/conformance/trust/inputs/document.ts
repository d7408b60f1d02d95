import { post, type BadInput, type Row } from '../badInput.ts';

interface Sent {
  readonly query: string;
  readonly operationName?: string;
  readonly extensions?: object;
}

const many = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const nested = (levels: number) =>
  `{ folders ${'{ edges { node { documents '.repeat(levels)}{ totalCount }${' } } }'.repeat(levels)} }`;
const bomb = (power: number) =>
  `{ viewer { ...f0 } } ${many(power, (n) => `fragment f${n} on User { ...f${n + 1} ...f${n + 1} }`)} fragment f${power} on User { id }`;

const spreads = (count: number) =>
  `{ viewer { ${many(count, (n) => `...s${n}`)} } } ${many(count, (n) => `fragment s${n} on User { id username }`)}`;
const tree = (levels: number) =>
  `{ folders { edges { node { ...t0 } } } } ${many(levels, (n) => `fragment t${n} on Folder { a: documents { edges { node { folder { ...t${n + 1} } } } } b: documents { edges { node { folder { ...t${n + 1} } } } } }`)} fragment t${levels} on Folder { id }`;

const parsing: readonly Row<Sent>[] = [
  ['only a comment', { query: '# hello' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['only white space', { query: ' \n ' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['an open bracket', { query: '{' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['no fields', { query: '{}' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['a closed bracket', { query: '}' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['an open text', { query: '{ user(id: "a) { id } }' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['an open block of text', { query: '{ user(id: """a) { id } }' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['a bad escape', { query: String.raw`{ user(id: "\q") { id } }` }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['half a surrogate', { query: String.raw`{ user(id: "\uD800") { id } }` }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['a NUL', { query: '{ viewer\0 { id } }' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['a number with a letter', { query: '{ users(first: 1x) { totalCount } }' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['an emoji for a field', { query: '{ 🦊 }' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['SQL', { query: 'SELECT * FROM core.users' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['HTML', { query: '<script>alert(1)</script>' }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['40,000 tokens', { query: `{ ${'id '.repeat(40_000)}}` }, 200, 'GRAPHQL_PARSE_FAILED'],
  ['brackets 9,000 deep', { query: `${'{ a '.repeat(9_000)}${'}'.repeat(9_000)}` }, 400, 'MAX_DEPTH_LIMIT'],
  ['a list value 9,000 deep', { query: `{ user(id: ${'['.repeat(9_000)}) { id } }` }, 400, 'MAX_DEPTH_LIMIT'],
  ['open brackets, 200,000', { query: '{'.repeat(200_000) }, 400, 'MAX_DEPTH_LIMIT'],
];

const validation: readonly Row<Sent>[] = [
  ['an unknown field', { query: '{ nobody }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a typo', { query: '{ viewr { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown argument', { query: '{ users(frst: 1) { totalCount } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing argument', { query: '{ user { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a field of a leaf', { query: '{ viewer { id { a } } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['an object without fields', { query: '{ viewer }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an unknown type',
    { query: '{ node(id: "a") { ... on Secret { id } } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['an unknown fragment', { query: '{ viewer { ...nothing } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown directive', { query: '{ viewer @admin { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['an undeclared variable', { query: '{ user(id: $id) { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a string for a number',
    { query: '{ users(first: "1") { totalCount } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a number that is too long',
    { query: '{ users(first: 99999999999) { totalCount } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'an operator for an id',
    { query: '{ user(id: { _ne: null }) { id } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '_entities',
    { query: '{ _entities(representations: []) { __typename } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['_service', { query: '{ _service { sdl } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['_Any', { query: 'query ($a: [_Any!]!) { viewer { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['@defer', { query: '{ viewer { ... @defer { id } } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['@stream', { query: '{ users { edges @stream { cursor } } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['type definitions', { query: 'type A { b: C }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a type beside a query',
    { query: '{ viewer { id } } extend type User { a: Int }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['only a fragment', { query: 'fragment f on User { id }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a fragment cycle',
    { query: '{ viewer { ...a } } fragment a on User { ...b } fragment b on User { ...a }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a field called __proto__', { query: '{ __proto__ { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a field called constructor', { query: '{ constructor }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment called hasOwnProperty', { query: '{ ...hasOwnProperty }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a type called constructor', { query: '{ ... on constructor { id } }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'two aliases that differ',
    { query: '{ a: viewer { id } a: users { totalCount } }' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '200 unknown fields',
    { query: `{ viewer { ${many(200, (n) => `x${n}`)} } }` },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a subscription', { query: 'subscription { viewer { id } }' }, 400, 'BAD_REQUEST'],
];

const sizes: readonly Row<Sent>[] = [
  ['depth 50', { query: nested(16) }, 400, 'MAX_DEPTH_LIMIT'],
  ['depth 150', { query: nested(50) }, 400, 'MAX_DEPTH_LIMIT'],
  ['depth 500', { query: nested(166) }, 400, 'MAX_DEPTH_LIMIT'],
  ['1,000 aliases', { query: `{ ${many(1_000, (n) => `a${n}: viewer { id }`)} }` }, 400, 'MAX_ALIASES_LIMIT'],
  ['31 aliases', { query: `{ viewer { ${many(31, (n) => `a${n}: id`)} } }` }, 400, 'MAX_ALIASES_LIMIT'],
  ['21 fields of Query', { query: `{ ${'viewer { id } '.repeat(21)} }` }, 400, 'MAX_ROOT_FIELDS_LIMIT'],
  [
    '1,000 mutations',
    { query: `mutation { ${many(1_000, (n) => `a${n}: archiveFolder(id: "a") { __typename }`)} }` },
    200,
    'GRAPHQL_PARSE_FAILED',
  ],
  [
    '6 mutations',
    { query: `mutation { ${many(6, (n) => `a${n}: archiveFolder(id: "a") { __typename }`)} }` },
    400,
    'MAX_ROOT_FIELDS_LIMIT',
  ],
  ['5,000 fields', { query: `{ viewer { ${'id '.repeat(5_000)} } }` }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    '400 fields that overlap',
    { query: `{ viewer { ${many(400, (n) => `a: id b${n}: id`)} } }` },
    400,
    'MAX_ALIASES_LIMIT',
  ],
  [
    '51 directives',
    { query: `{ viewer { id ${'@include(if: true) '.repeat(51)} } }` },
    400,
    'MAX_DIRECTIVES_LIMIT',
  ],
  ['4,500 directives', { query: `{ viewer { id ${'@skip '.repeat(4_500)} } }` }, 400, 'MAX_DIRECTIVES_LIMIT'],
  ['500 fragments side by side', { query: spreads(500) }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a tree of fragments with 2^4 leaves', { query: tree(4) }, 400, 'MAX_DEPTH_LIMIT'],
  ['a tree of fragments with 2^40 leaves', { query: tree(40) }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment bomb of 2^11', { query: bomb(11) }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment bomb of 2^16', { query: bomb(16) }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['a fragment bomb of 2^64', { query: bomb(64) }, 200, 'GRAPHQL_VALIDATION_FAILED'],
];

const operations: readonly Row<Sent>[] = [
  [
    'an unknown operationName',
    { query: 'query A { viewer { id } }', operationName: 'B' },
    200,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'an operationName __proto__',
    { query: 'query A { viewer { id } }', operationName: '__proto__' },
    200,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'two operations and no name',
    { query: 'query A { viewer { id } } query B { viewer { id } }' },
    200,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'two operations of one name',
    { query: 'query A { viewer { id } } query A { viewer { id } }', operationName: 'A' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a nameless one of two',
    { query: '{ viewer { id } } query B { viewer { id } }', operationName: 'B' },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['the alias __proto__', { query: '{ __proto__: __typename }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['the alias constructor', { query: '{ constructor: viewer { hasOwnProperty: id } }' }, 200, null],
];

const persisted = (extensions: object) => ({
  persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64), ...extensions },
});

/** Requests that name a stored query only by `extensions`. */
const hashes: readonly Row<Sent>[] = [
  [
    'an invalid hash',
    { query: '{ __typename }', extensions: persisted({ sha256Hash: '../../etc' }) },
    400,
    'BAD_REQUEST',
  ],
  ['a hash of another document', { query: '{ __typename }', extensions: persisted({}) }, 400, 'BAD_REQUEST'],
  [
    'an unknown version',
    { query: '{ __typename }', extensions: persisted({ version: 9 }) },
    400,
    'BAD_REQUEST',
  ],
];

export const documents: readonly BadInput[] = [
  ...parsing,
  ...validation,
  ...sizes,
  ...operations,
  ...hashes,
].map(([name, body, status, code]) => ({
  name,
  request: (scene) => post(scene, JSON.stringify(body)),
  status,
  code,
}));
