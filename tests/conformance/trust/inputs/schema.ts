import { getIntrospectionQuery } from 'graphql';
import { post, type BadInput, type Row } from '../badInput.ts';

interface Sent {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: object;
}

const refused = 'GRAPHQL_VALIDATION_FAILED';

const introspections: readonly Row<Sent>[] = [
  ["a tool's introspection query", { query: getIntrospectionQuery() }, 200, refused],
  ['a type', { query: '{ __type(name: "User") { fields { name } } }' }, 200, refused],
  ['under another name', { query: '{ viewer: __schema { queryType { name } } }' }, 200, refused],
  ['in a fragment', { query: '{ ...a } fragment a on Query { __schema { description } }' }, 200, refused],
  ['beside data', { query: '{ viewer { id } __schema { description } }' }, 200, refused],
  [
    'on a condition',
    { query: 'query ($a: Boolean!) { __schema @include(if: $a) { description } }', variables: { a: true } },
    200,
    refused,
  ],
  [
    'beside another operation',
    { query: 'query A { viewer { id } } query B { __schema { description } }', operationName: 'B' },
    200,
    refused,
  ],
];

const typos: readonly Row<Sent>[] = [
  ['a typo in a field', { query: '{ viewr { id } }' }, 200, refused],
  ['a typo in a type', { query: '{ node(id: "a") { ... on Usr { id } } }' }, 200, refused],
  ['a typo in an argument', { query: '{ users(frst: 1) { totalCount } }' }, 200, refused],
  ['a field of another type', { query: '{ node(id: "a") { username } }' }, 200, refused],
  [
    'a typo in a variable',
    {
      query: 'mutation ($a: CreateFolderInput!) { createFolder(input: $a) { __typename } }',
      variables: { a: { nam: 'a' } },
    },
    200,
    'BAD_USER_INPUT',
  ],
];

const asMember = ([name, body, status, code]: Row<Sent>): BadInput => ({
  name,
  request: ({ memberToken: token }) => post({ token }, JSON.stringify(body)),
  status,
  code,
  without: ['Did you mean'],
});

const files: readonly BadInput[] = [
  {
    name: 'the file, as a member',
    request: ({ memberToken }) => ({
      path: '/schema.graphql',
      headers: { authorization: `Bearer ${memberToken}` },
    }),
    status: 403,
    code: 'FORBIDDEN',
  },
  {
    name: 'the file, without a token',
    request: () => ({ path: '/schema.graphql' }),
    status: 401,
    code: 'UNAUTHENTICATED',
  },
];

/** The queries by which a member tries to learn the schema. */
export const schemas: readonly BadInput[] = [...introspections, ...typos].map(asMember).concat(files);
