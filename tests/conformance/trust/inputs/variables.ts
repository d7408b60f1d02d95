import { post, type BadInput, type Row } from '../badInput.ts';

interface Sent {
  readonly query: string;
  readonly variables: unknown;
}

const user = 'query ($id: ID!) { user(id: $id) { id } }';
const users = 'query ($first: Int) { users(first: $first) { totalCount } }';
const create = 'mutation ($in: CreateDocumentInput!) { createDocument(input: $in) { __typename } }';
const share = 'mutation ($in: ShareBookmarkInput!) { shareBookmark(input: $in) { __typename } }';
const objects = Array.from({ length: 20_000 }, () => ({}));
const several = 'query ($a: [ID!]!) { a: __typename @skip(if: true) viewer { id } }';

const rows: readonly Row<Sent>[] = [
  ['a missing id', { query: user, variables: {} }, 200, 'BAD_USER_INPUT'],
  ['null for an id', { query: user, variables: { id: null } }, 200, 'BAD_USER_INPUT'],
  ['an operator for an id', { query: user, variables: { id: { $ne: null } } }, 200, 'BAD_USER_INPUT'],
  ['a list for an id', { query: user, variables: { id: ['a', 'b'] } }, 200, 'BAD_USER_INPUT'],
  ['true for an id', { query: user, variables: { id: true } }, 200, 'BAD_USER_INPUT'],
  ['a fraction for an id', { query: user, variables: { id: 1.5 } }, 200, 'BAD_USER_INPUT'],
  ['a number for an id', { query: user, variables: { id: 7 } }, 200, null],
  ['an empty id', { query: user, variables: { id: '' } }, 200, null],
  ['SQL for an id', { query: user, variables: { id: "' OR 1=1 --" } }, 200, null],
  ['a NUL in an id', { query: user, variables: { id: '\0' } }, 200, null],
  ['half a surrogate in an id', { query: user, variables: { id: '\uD800' } }, 200, null],
  ['900 KB for an id', { query: user, variables: { id: 'a'.repeat(900_000) } }, 200, null],
  ['a path for an id', { query: user, variables: { id: '../../../etc/passwd' } }, 200, null],
  ['a string for a number', { query: users, variables: { first: '1' } }, 200, 'BAD_USER_INPUT'],
  ['a fraction for a number', { query: users, variables: { first: 1.5 } }, 200, 'BAD_USER_INPUT'],
  ['a number beyond 32 bits', { query: users, variables: { first: 2 ** 40 } }, 200, 'BAD_USER_INPUT'],
  ['a negative page', { query: users, variables: { first: -1 } }, 200, 'BAD_USER_INPUT'],
  ['a page of 2,000,000,000', { query: users, variables: { first: 2_000_000_000 } }, 200, 'BAD_USER_INPUT'],
  ['a page of 101', { query: users, variables: { first: 101 } }, 200, 'BAD_USER_INPUT'],
  [
    'pages both ways',
    { query: '{ users(first: 1, last: 1) { totalCount } }', variables: {} },
    200,
    'BAD_USER_INPUT',
  ],
  ['an empty input', { query: create, variables: { in: {} } }, 200, 'BAD_USER_INPUT'],
  [
    'an unknown key in an input',
    { query: create, variables: { in: { title: 'a', org: 'acme' } } },
    200,
    'BAD_USER_INPUT',
  ],
  [
    'a constructor in an input',
    { query: create, variables: { in: { title: 'a', constructor: 1 } } },
    200,
    'BAD_USER_INPUT',
  ],
  ['a string for an input', { query: create, variables: { in: 'title' } }, 200, 'BAD_USER_INPUT'],
  ['a NUL in a title', { query: create, variables: { in: { title: 'a\0b' } } }, 200, null],
  ['half a surrogate in a title', { query: create, variables: { in: { title: '\uD800' } } }, 200, null],
  ['a title of 900 KB', { query: create, variables: { in: { title: 'a'.repeat(900_000) } } }, 200, null],
  [
    'a folder that is an operator',
    { query: create, variables: { in: { title: 'a', folderId: { $gt: '' } } } },
    200,
    'BAD_USER_INPUT',
  ],
  [
    'javascript: for a URL',
    { query: share, variables: { in: { targetUrl: 'javascript:alert(1)', title: 'a' } } },
    200,
    null,
  ],
  [
    'file: for a URL',
    { query: share, variables: { in: { targetUrl: 'file:///etc/passwd', title: 'a' } } },
    200,
    null,
  ],
  ['20,000 bad variables', { query: several, variables: { a: objects } }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  [
    '20,000 bad ids',
    { query: 'query ($a: [String!]!) { viewer { id } }', variables: { a: objects } },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '37 KB of bad variables',
    {
      query: `query (${names(500, (n) => `$v${n}: Int`)}) { viewer { id ${names(40, (n) => `@skip(if: $v${n})`)} } }`,
      variables: {},
    },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '1,000 wrong keys of an input',
    {
      query: create,
      variables: { in: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n])) },
    },
    200,
    'BAD_USER_INPUT',
  ],
  ['undeclared variables', { query: '{ __typename }', variables: { a: 1, b: { c: [] } } }, 200, null],
  [
    'a variable called hasOwnProperty',
    {
      query: 'query ($hasOwnProperty: ID!) { user(id: $hasOwnProperty) { id } }',
      variables: { hasOwnProperty: 'a' },
    },
    200,
    null,
  ],
  [
    'a variable called __proto__',
    { query: 'query ($__proto__: ID!) { user(id: $__proto__) { id } }', variables: {} },
    200,
    'BAD_USER_INPUT',
  ],
  [
    'a variable called constructor that is missing',
    { query: 'query ($constructor: ID!) { user(id: $constructor) { id } }', variables: {} },
    200,
    'BAD_USER_INPUT',
  ],
];

function names(count: number, part: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => part(n)).join(' ');
}

export const variables: readonly BadInput[] = rows.map(([name, body, status, code]) => ({
  name,
  request: (scene) => post(scene, JSON.stringify(body)),
  status,
  code,
}));
