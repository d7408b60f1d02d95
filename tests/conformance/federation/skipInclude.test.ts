import { conform, find } from './conform.ts';

const query = `query ($yes: Boolean!, $no: Boolean = false) {
  user {
    name @include(if: $no)
    posts @include(if: $yes) { title @skip(if: $yes) views @skip(if: $no) }
    ... @include(if: $no) { mood }
    ...Rest @skip(if: $no)
  }
}
fragment Rest on User { score @include(if: $yes) }`;

conform('@skip and @include', {
  subgraphs: {
    users: {
      sdl: `
        type Query { user: User }
        type User @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Query: { user: () => ({ id: '1', name: 'Ada' }) },
        User: { __resolveReference: find([{ id: '1', name: 'Ada' }]) },
      },
    },
    posts: {
      sdl: `
        type User @key(fields: "id") { id: ID! posts: [Post] score: Int mood: String }
        type Post @key(fields: "id") { id: ID! title: String }
      `,
      resolvers: { User: { posts: () => [{ id: 'p', title: 'One' }], score: () => 5, mood: () => 'calm' } },
    },
    views: {
      sdl: `type Post @key(fields: "id") { id: ID! views: Int }`,
      resolvers: { Post: { views: () => 100 } },
    },
  },
  operations: [
    {
      title: 'one way',
      query,
      variables: { yes: true },
      data: { user: { posts: [{ views: 100 }], score: 5 } },
    },
    {
      title: 'the other way',
      query,
      variables: { yes: false, no: true },
      data: { user: { name: 'Ada', mood: 'calm' } },
    },
    {
      title: 'both, and neither',
      query,
      variables: { yes: true, no: true },
      data: { user: { name: 'Ada', posts: [{}], mood: 'calm' } },
    },
    {
      title: 'on one field twice',
      query: `query ($yes: Boolean!, $no: Boolean!) {
        user { score @include(if: $yes) @skip(if: $no) mood @skip(if: $yes) @include(if: $yes) }
      }`,
      variables: { yes: true, no: false },
      data: { user: { score: 5 } },
    },
    {
      title: 'on the same field in two places',
      query: `query ($no: Boolean!) {
        user { posts @include(if: $no) { title } posts @skip(if: $no) { views } score @include(if: $no) score }
      }`,
      variables: { no: false },
      data: { user: { posts: [{ views: 100 }], score: 5 } },
    },
    {
      title: 'on a whole operation',
      query: 'query ($no: Boolean!) { user @include(if: $no) { name posts { views } } }',
      variables: { no: false },
      data: {},
    },
    {
      title: 'as constants',
      query: '{ user { name @skip(if: true) posts @include(if: false) { title } mood @include(if: true) } }',
      data: { user: { mood: 'calm' } },
    },
  ],
});
