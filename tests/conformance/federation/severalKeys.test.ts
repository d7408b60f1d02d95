import { conform, find } from './conform.ts';

conform('several keys', {
  subgraphs: {
    catalog: {
      sdl: `
        type Query { product: Product }
        type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! name: String }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1', sku: 'bolt', name: 'Bolt' }) },
        Product: { __resolveReference: find([{ id: '1', sku: 'bolt', name: 'Bolt' }]) },
      },
    },
    prices: {
      sdl: `
        type Query { cheapest: Product }
        type Product @key(fields: "sku") { sku: String! price: Int }
      `,
      resolvers: {
        Query: { cheapest: () => ({ sku: 'bolt', price: 3 }) },
        Product: { __resolveReference: find([{ sku: 'bolt', price: 3 }]) },
      },
    },
    stock: {
      sdl: `type Product @key(fields: "id") { id: ID! stock: Int }`,
      resolvers: { Product: { __resolveReference: find([{ id: '1', stock: 9 }]) } },
    },
  },
  operations: [
    {
      title: 'each subgraph is reached by its own key',
      query: '{ product { name price stock } }',
      data: { product: { name: 'Bolt', price: 3, stock: 9 } },
    },
    {
      title: 'one key leads to another',
      query: '{ cheapest { stock name id } }',
      data: { cheapest: { stock: 9, name: 'Bolt', id: '1' } },
    },
  ],
});
