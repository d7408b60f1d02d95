import { conform, find } from './conform.ts';

conform('@requires with arguments', {
  subgraphs: {
    prices: {
      sdl: `
        enum Currency { EUR USD YEN }
        type Query { product: Product }
        type Product @key(fields: "id") { id: ID! price(currency: Currency!): Int }
      `,
      resolvers: {
        Query: { product: () => ({ id: '1' }) },
        Product: {
          __resolveReference: find([{ id: '1' }]),
          price: (_: unknown, { currency }: { currency: 'EUR' | 'USD' | 'YEN' }) =>
            ({ EUR: 10, USD: 11, YEN: 1_600 })[currency],
        },
      },
    },
    shipping: {
      sdl: `
        enum Currency { EUR USD YEN }
        type Product @key(fields: "id") {
          id: ID!
          price(currency: Currency!): Int @external
          fee: Int @requires(fields: "price(currency: EUR)")
        }
      `,
      resolvers: { Product: { fee: ({ price }: { price: number }) => price * 2 } },
    },
    customs: {
      sdl: `
        enum Currency { EUR USD YEN }
        type Product @key(fields: "id") {
          id: ID!
          price(currency: Currency!): Int @external
          duty: Int @requires(fields: "price(currency: YEN)")
        }
      `,
      resolvers: { Product: { duty: ({ price }: { price: number }) => price / 100 } },
    },
  },
  operations: [
    { title: 'sends them', query: '{ product { fee } }', data: { product: { fee: 20 } } },
    {
      title: "beside the client's own field with the same arguments",
      query: '{ product { price(currency: EUR) fee } }',
      data: { product: { price: 10, fee: 20 } },
    },
    {
      title: "beside the client's own field with other arguments",
      query: '{ product { price(currency: USD) fee } }',
      data: { product: { price: 11, fee: 20 } },
    },
    {
      title: "beside the client's own field with arguments in a variable",
      query: 'query ($currency: Currency!) { product { price(currency: $currency) fee } }',
      variables: { currency: 'USD' },
      data: { product: { price: 11, fee: 20 } },
    },
    {
      title: "beside another field of the client's by the same name",
      query: '{ product { price: id fee } }',
      data: { product: { price: '1', fee: 20 } },
    },
    {
      title: 'of two subgraphs that require different ones',
      query: '{ product { fee duty } }',
      data: { product: { fee: 20, duty: 16 } },
    },
    {
      title: 'beside an alias with other arguments',
      query: '{ product { usd: price(currency: USD) fee } }',
      data: { product: { usd: 11, fee: 20 } },
    },
  ],
});
