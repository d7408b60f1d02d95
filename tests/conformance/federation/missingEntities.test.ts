import { conform, find } from './conform.ts';

conform('entities that are null and keys that are missing', {
  subgraphs: {
    posts: {
      sdl: `
        type Query { posts: [Post] first: Post }
        type Post @key(fields: "id") { id: ID! author: User reviewer: User }
        type User @key(fields: "id") { id: ID }
      `,
      resolvers: {
        Query: {
          posts: () => [
            { id: '1', author: { id: 'a' }, reviewer: null },
            { id: '2', author: { id: 'gone' }, reviewer: { id: 'g' } },
            null,
            { id: '3', author: { id: null }, reviewer: { id: 'a' } },
          ],
          first: () => null,
        },
      },
    },
    users: {
      sdl: `type User @key(fields: "id") { id: ID name: String nickname: String }`,
      resolvers: {
        User: {
          __resolveReference: find([
            { id: 'a', name: 'Ada' },
            { id: 'g', name: 'Grace' },
          ]),
        },
      },
    },
  },
  operations: [
    {
      title: 'lose only the fields of that entity',
      query: '{ posts { id author { id name } } }',
      data: {
        posts: [
          { id: '1', author: { id: 'a', name: 'Ada' } },
          { id: '2', author: { id: 'gone', name: null } },
          null,
          { id: '3', author: { id: null, name: null } },
        ],
      },
    },
    {
      title: 'nulls on the way are skipped',
      query: '{ posts { reviewer { name nickname } } first { author { name } } }',
      data: {
        posts: [
          { reviewer: null },
          { reviewer: { name: 'Grace', nickname: null } },
          null,
          { reviewer: { name: 'Ada', nickname: null } },
        ],
        first: null,
      },
    },
  ],
});
