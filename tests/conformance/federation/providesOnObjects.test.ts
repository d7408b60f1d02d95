import { conform, find } from './conform.ts';

conform('@provides on objects', {
  subgraphs: {
    users: {
      sdl: `type User @key(fields: "id") { id: ID! name: String @shareable mail: Mail @shareable } type Mail @shareable { address: String verified: Boolean }`,
      resolvers: {
        User: {
          __resolveReference: find([
            { id: '1', name: 'Ada', mail: { address: 'ada@owner', verified: true } },
          ]),
        },
      },
    },
    posts: {
      sdl: `
        type Query { latest: Post @provides(fields: "author { name }") posts: [Post] }
        type Post @shareable {
          title: String
          author: User
          editor: User @provides(fields: "name mail { address }")
        }
        type User @key(fields: "id") { id: ID! name: String @external mail: Mail @external }
        type Mail { address: String @external }
      `,
      resolvers: {
        Query: {
          latest: () => ({ title: 'One', author: { id: '1', name: 'Ada, provided' } }),
          posts: () => [
            {
              title: 'One',
              author: { id: '1' },
              editor: { id: '1', name: 'provided', mail: { address: 'ada@provided' } },
            },
          ],
        },
      },
    },
  },
  operations: [
    {
      title: 'provided fields are not fetched again',
      query: '{ posts { editor { name mail { address } } } }',
      data: { posts: [{ editor: { name: 'provided', mail: { address: 'ada@provided' } } }] },
    },
    {
      title: 'other fields are fetched from their owner',
      query: '{ posts { author { name } editor { mail { verified } } } }',
      data: { posts: [{ author: { name: 'Ada' }, editor: { mail: { verified: true } } }] },
    },
    {
      title: 'through a nested selection',
      query: '{ latest { title author { name } } }',
      data: { latest: { title: 'One', author: { name: 'Ada, provided' } } },
    },
  ],
});
