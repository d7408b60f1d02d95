import { conform, find } from './conform.ts';

conform('subgraphs of Federation 1', {
  subgraphs: {
    accounts: {
      federation: 1,
      sdl: `
        type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Query: { me: () => ({ id: '1', name: 'Ada' }) },
        User: { __resolveReference: find([{ id: '1', name: 'Ada' }]) },
      },
    },
    reviews: {
      federation: 1,
      sdl: `
        extend type Query { reviews: [Review] }
        type Review { text: String author: User @provides(fields: "name") }
        extend type User @key(fields: "id") {
          id: ID! @external
          name: String @external
          reviews: [Review]
          signature: String @requires(fields: "name")
        }
      `,
      resolvers: {
        Query: { reviews: () => [{ text: 'Fine', author: { id: '1', name: 'Ada, provided' } }] },
        User: {
          reviews: () => [{ text: 'Fine', author: { id: '1', name: 'Ada, provided' } }],
          signature: ({ name }: { name: string }) => `-- ${name}`,
        },
      },
    },
    badges: {
      sdl: `type User @key(fields: "id") { id: ID! badge: String }`,
      resolvers: { User: { badge: () => 'gold' } },
    },
  },
  operations: [
    {
      title: 'extend the types of others',
      query: '{ me { name reviews { text } signature } }',
      data: { me: { name: 'Ada', reviews: [{ text: 'Fine' }], signature: '-- Ada' } },
    },
    {
      title: 'provide fields',
      query: '{ reviews { author { name } } }',
      data: { reviews: [{ author: { name: 'Ada, provided' } }] },
    },
    {
      title: 'stand beside one of Federation 2',
      query: '{ me { badge signature reviews { author { badge } } } }',
      data: { me: { badge: 'gold', signature: '-- Ada', reviews: [{ author: { badge: 'gold' } }] } },
    },
  ],
});
