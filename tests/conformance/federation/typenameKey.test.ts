import { conform } from './conform.ts';

conform('the type name as a key', {
  subgraphs: {
    shop: {
      sdl: `
        type Query { shop: Shop }
        type Shop @key(fields: "__typename") { name: String }
      `,
      resolvers: { Query: { shop: () => ({ name: 'Corner' }) } },
    },
    hours: {
      sdl: `type Shop @key(fields: "__typename") { opens: Int }`,
      resolvers: { Shop: { __resolveReference: () => ({ __typename: 'Shop', opens: 8 }) } },
    },
  },
  operations: [
    {
      title: 'an object of which there is only one gets the fields of other subgraphs',
      query: '{ shop { name opens } }',
      data: { shop: { name: 'Corner', opens: 8 } },
    },
  ],
});
