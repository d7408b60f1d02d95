import { conform, find } from './conform.ts';

conform('@provides on unions', {
  subgraphs: {
    media: {
      sdl: `
        union Media = Book | Movie
        type Book @key(fields: "id") { id: ID! title: String @shareable pages: Int }
        type Movie @key(fields: "id") { id: ID! title: String }
      `,
      resolvers: {
        Book: { __resolveReference: find([{ id: '1', title: 'Book, owned', pages: 300 }]) },
        Movie: { __resolveReference: find([{ id: '2', title: 'Movie, owned' }]) },
      },
    },
    shelf: {
      sdl: `
        type Query { shelf: [Media] @provides(fields: "... on Book { title }") }
        union Media = Book | Movie
        type Book @key(fields: "id") { id: ID! title: String @external }
        type Movie @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          shelf: () => [
            { __typename: 'Book', id: '1', title: 'Book, provided' },
            { __typename: 'Movie', id: '2' },
          ],
        },
      },
    },
  },
  operations: [
    {
      title: 'for one of its members',
      query: '{ shelf { ... on Book { title } ... on Movie { title } } }',
      data: { shelf: [{ title: 'Book, provided' }, { title: 'Movie, owned' }] },
    },
    {
      title: 'beside fetched fields of the same member',
      query: '{ shelf { __typename ... on Book { title pages } } }',
      data: { shelf: [{ __typename: 'Book', title: 'Book, provided', pages: 300 }, { __typename: 'Movie' }] },
    },
  ],
});
