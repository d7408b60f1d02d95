import { conform, find } from './conform.ts';

const lines = [
  { order: 'a', number: 1, item: 'Bolt' },
  { order: 'a', number: 2, item: 'Nut' },
  { order: 'b', number: 1, item: 'Washer' },
];

conform('compound keys', {
  subgraphs: {
    orders: {
      sdl: `
        type Query { lines: [Line!]! }
        type Line @key(fields: "order number") { order: ID! number: Int! item: String }
      `,
      resolvers: { Query: { lines: () => lines }, Line: { __resolveReference: find(lines) } },
    },
    parcels: {
      sdl: `
        type Query { lost: [Line] }
        type Line @key(fields: "number order") { order: ID! number: Int! parcel: String }
      `,
      resolvers: {
        Query: { lost: () => [{ order: 'b', number: 1 }] },
        Line: { parcel: ({ order, number }: { order: string; number: number }) => `${order}${number}` },
      },
    },
  },
  operations: [
    {
      title: 'all fields of the key are sent',
      query: '{ lines { item parcel } }',
      data: {
        lines: [
          { item: 'Bolt', parcel: 'a1' },
          { item: 'Nut', parcel: 'a2' },
          { item: 'Washer', parcel: 'b1' },
        ],
      },
    },
    {
      title: 'in any order',
      query: '{ lost { parcel item } }',
      data: { lost: [{ parcel: 'b1', item: 'Washer' }] },
    },
  ],
});
