import { conform, find } from './conform.ts';

conform('unions whose members only some subgraphs have', {
  subgraphs: {
    feed: {
      sdl: `
        type Query { feed: [Item] first: Item @shareable }
        union Item = Post | Photo
        type Post @key(fields: "id") { id: ID! text: String }
        type Photo @key(fields: "id") { id: ID! url: String }
      `,
      resolvers: {
        Query: {
          feed: () => [
            { __typename: 'Post', id: '1', text: 'One' },
            { __typename: 'Photo', id: '2', url: '/2' },
          ],
          first: () => ({ __typename: 'Post', id: '1', text: 'One' }),
        },
        Post: { __resolveReference: find([{ id: '1', text: 'One' }]) },
      },
    },
    adverts: {
      sdl: `
        type Query { first: Item @shareable adverts: [Item] }
        union Item = Post | Advert
        type Post @key(fields: "id") { id: ID! likes: Int }
        type Advert @key(fields: "id") { id: ID! fee: Int }
      `,
      resolvers: {
        Query: {
          first: () => ({ __typename: 'Post', id: '1', likes: 4 }),
          adverts: () => [
            { __typename: 'Advert', id: '9', fee: 2 },
            { __typename: 'Post', id: '1' },
          ],
        },
        Post: { likes: () => 4 },
      },
    },
  },
  operations: [
    {
      title: 'a member that the subgraph does not have is omitted from its request',
      query: '{ feed { __typename ... on Post { text likes } ... on Photo { url } ... on Advert { fee } } }',
      data: {
        feed: [
          { __typename: 'Post', text: 'One', likes: 4 },
          { __typename: 'Photo', url: '/2' },
        ],
      },
    },
    {
      title: 'from the other side',
      query: '{ adverts { ... on Advert { fee } ... on Post { text } ... on Photo { url } } }',
      data: { adverts: [{ fee: 2 }, { text: 'One' }] },
    },
    {
      title: 'a member without selections is an empty object',
      query: '{ feed { ... on Advert { id } } }',
      data: { feed: [{}, {}] },
    },
    {
      title: 'in a shared root field',
      query: '{ first { ... on Post { text likes } } }',
      data: { first: { text: 'One', likes: 4 } },
    },
  ],
});
