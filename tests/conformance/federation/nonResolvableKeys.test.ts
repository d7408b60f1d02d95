import { conform, find } from './conform.ts';

conform('keys that are not resolvable', {
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
        type Query { posts: [Post] }
        type Post { title: String author: User }
        type User @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: { Query: { posts: () => [{ title: 'One', author: { id: '1' } }] } },
    },
  },
  operations: [
    {
      title: 'lead away from a subgraph',
      query: '{ posts { title author { name } } }',
      data: { posts: [{ title: 'One', author: { name: 'Ada' } }] },
    },
  ],
});

conform('a subgraph with a resolvable key and an unresolvable one', {
  subgraphs: {
    names: {
      sdl: `
        type Product @key(fields: "id", resolvable: false) @key(fields: "sku") { id: ID! sku: String! name: String }
      `,
      resolvers: {
        Product: {
          __resolveReference: ({ sku }: { sku?: string }) =>
            sku === 'bolt' ? { id: '1', sku, name: 'Bolt' } : null,
        },
      },
    },
    catalog: {
      sdl: `type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }`,
      resolvers: { Product: { __resolveReference: find([{ id: '1', sku: 'bolt' }]) } },
    },
    sales: {
      sdl: `
        type Query { bestseller: Product }
        type Product @key(fields: "id") { id: ID! sold: Int }
      `,
      resolvers: { Query: { bestseller: () => ({ id: '1', sold: 5 }) } },
    },
  },
  operations: [
    {
      title: 'is reached by way of the resolvable one',
      query: '{ bestseller { sold name } }',
      data: { bestseller: { sold: 5, name: 'Bolt' } },
    },
  ],
});

conform('re-entering a subgraph whose key is not resolvable', {
  subgraphs: {
    names: {
      sdl: `
        type Query { product: Product }
        type Product @key(fields: "id", resolvable: false) @key(fields: "sku") { id: ID! sku: String! name: String related: Product }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1', sku: 'bolt', name: 'Bolt' }) },
        Product: {
          __resolveReference: ({ sku }: { sku?: string }) =>
            sku === undefined ? null : { id: sku === 'nut' ? '2' : '1', sku, name: sku.toUpperCase() },
        },
      },
    },
    pairs: {
      sdl: `type Product @key(fields: "id") { id: ID! fits: Product }`,
      resolvers: { Product: { fits: () => ({ id: '2' }) } },
    },
    catalog: {
      sdl: `type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }`,
      resolvers: {
        Product: {
          __resolveReference: find([
            { id: '1', sku: 'bolt' },
            { id: '2', sku: 'nut' },
          ]),
        },
      },
    },
  },
  operations: [
    {
      title: 'uses the other key',
      query: '{ product { name fits { name } } }',
      data: { product: { name: 'Bolt', fits: { name: 'NUT' } } },
    },
  ],
});

conform('@requires in a subgraph whose first key is not resolvable', {
  subgraphs: {
    labels: {
      sdl: `
        type Query { product: Product }
        type Product @key(fields: "id", resolvable: false) @key(fields: "sku") {
          id: ID!
          sku: String!
          price: Int @external
          label: String @requires(fields: "price")
        }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1', sku: 'bolt' }) },
        Product: {
          __resolveReference: (reference: { sku?: string }) => (reference.sku === 'bolt' ? reference : null),
          label: ({ sku, price }: { sku: string; price: number }) => `${sku} at ${price}`,
        },
      },
    },
    prices: {
      sdl: `type Product @key(fields: "id") { id: ID! price: Int }`,
      resolvers: { Product: { __resolveReference: find([{ id: '1', price: 3 }]) } },
    },
  },
  operations: [
    {
      title: 'returns by the resolvable key',
      query: '{ product { label } }',
      data: { product: { label: 'bolt at 3' } },
    },
  ],
});
