import { conform, find } from './conform.ts';

interface Order {
  readonly buyer: { readonly id: string; readonly country?: { readonly rate: number | null } | null } | null;
  readonly items: readonly { readonly weight: number }[];
}

const orders = [
  { id: '1', buyer: { id: 'a' }, items: [{ sku: 'x' }, { sku: 'y' }] },
  { id: '2', buyer: null, items: [] },
  { id: '3', buyer: { id: 'g' }, items: [{ sku: 'y' }] },
];

conform('@requires through entities of other subgraphs', {
  subgraphs: {
    orders: {
      sdl: `
        type Query { orders: [Order] }
        type Order @key(fields: "id") { id: ID! buyer: User items: [Item!]! }
        type User @key(fields: "id") { id: ID! }
        type Item @key(fields: "sku") { sku: ID! }
      `,
      resolvers: { Query: { orders: () => orders }, Order: { __resolveReference: find(orders) } },
    },
    users: {
      sdl: `
        type User @key(fields: "id") { id: ID! country: Country }
        type Country @key(fields: "code") { code: ID! }
      `,
      resolvers: {
        User: {
          __resolveReference: find([
            { id: 'a', country: { code: 'uk' } },
            { id: 'g', country: null },
          ]),
        },
      },
    },
    taxes: {
      sdl: `type Country @key(fields: "code") { code: ID! rate: Int }`,
      resolvers: { Country: { rate: () => 20 } },
    },
    items: {
      sdl: `type Item @key(fields: "sku") { sku: ID! weight: Int! }`,
      resolvers: { Item: { weight: ({ sku }: { sku: string }) => (sku === 'x' ? 5 : 7) } },
    },
    totals: {
      sdl: `
        type Order @key(fields: "id") {
          id: ID!
          buyer: User @external
          items: [Item!]! @external
          tax: Int @requires(fields: "buyer { country { rate } }")
          load: Int @requires(fields: "items { weight }")
        }
        type User @key(fields: "id", resolvable: false) { id: ID! country: Country @external }
        type Country @key(fields: "code", resolvable: false) { code: ID! rate: Int @external }
        type Item @key(fields: "sku", resolvable: false) { sku: ID! weight: Int! @external }
      `,
      resolvers: {
        Order: {
          tax: ({ buyer }: Order) => buyer?.country?.rate ?? 0,
          load: ({ items }: Order) => items.reduce((sum, { weight }) => sum + weight, 0),
        },
      },
    },
  },
  operations: [
    {
      title: 'of two other subgraphs, one behind the other',
      query: '{ orders { tax } }',
      data: { orders: [{ tax: 20 }, { tax: 0 }, { tax: 0 }] },
    },
    {
      title: 'in a list',
      query: '{ orders { load } }',
      data: { orders: [{ load: 12 }, { load: 0 }, { load: 7 }] },
    },
    {
      title: 'beside a part of it that the client selects',
      query: '{ orders { tax buyer { country { code } } load items { sku } } }',
      data: {
        orders: [
          { tax: 20, buyer: { country: { code: 'uk' } }, load: 12, items: [{ sku: 'x' }, { sku: 'y' }] },
          { tax: 0, buyer: null, load: 0, items: [] },
          { tax: 0, buyer: { country: null }, load: 7, items: [{ sku: 'y' }] },
        ],
      },
    },
    {
      title: 'only if it is included',
      query: 'query ($yes: Boolean!) { orders { id tax @include(if: $yes) load @skip(if: $yes) } }',
      variables: { yes: true },
      data: {
        orders: [
          { id: '1', tax: 20 },
          { id: '2', tax: 0 },
          { id: '3', tax: 0 },
        ],
      },
    },
  ],
});
