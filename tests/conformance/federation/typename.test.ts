import { conform } from './conform.ts';

conform('__typename', {
  subgraphs: {
    left: {
      sdl: `
        type Query { user: User result: Result }
        type Mutation { touch: User }
        type User @key(fields: "id") { id: ID! address: Address }
        type Address { city: String }
        union Result = User | Failure
        type Failure { reason: String }
      `,
      resolvers: {
        Query: {
          user: () => ({ id: '1', address: { city: 'London' } }),
          result: () => ({ __typename: 'Failure', reason: 'none' }),
        },
        Mutation: { touch: () => ({ id: '1' }) },
      },
    },
    right: {
      sdl: `type User @key(fields: "id") { id: ID! posts: [Post] } type Post { title: String }`,
      resolvers: { User: { posts: () => [{ title: 'One' }] } },
    },
  },
  operations: [
    { title: 'of only the root', query: '{ __typename }', data: { __typename: 'Query' } },
    {
      title: 'of the root of a mutation',
      query: 'mutation { __typename }',
      data: { __typename: 'Mutation' },
    },
    {
      title: 'everywhere, under aliases and in fragments',
      query: `{
        q: __typename
        user { __typename again: __typename address { __typename } posts { __typename title } ... on User { u: __typename } }
        result { __typename }
        also: __typename
      }`,
      data: {
        q: 'Query',
        user: {
          __typename: 'User',
          again: 'User',
          address: { __typename: 'Address' },
          posts: [{ __typename: 'Post', title: 'One' }],
          u: 'User',
        },
        result: { __typename: 'Failure' },
        also: 'Query',
      },
    },
    {
      title: 'beside introspection',
      query:
        '{ __typename __schema { __typename } __type(name: "User") { __typename name } user { __typename } }',
      data: {
        __typename: 'Query',
        __schema: { __typename: '__Schema' },
        __type: { __typename: '__Type', name: 'User' },
        user: { __typename: 'User' },
      },
    },
    {
      title: 'in a mutation',
      query: 'mutation { __typename touch { __typename posts { __typename } } }',
      data: { __typename: 'Mutation', touch: { __typename: 'User', posts: [{ __typename: 'Post' }] } },
    },
  ],
});
