import { conform } from './conform.ts';

interface Cart {
  readonly codes: (string | null)[] | null;
  readonly lines: ({ readonly sku: string; readonly count: number | null } | null)[] | null;
}

const carts = [
  { id: '1', codes: ['a', null, 'b'], lines: [{ sku: 'bolt', count: 2 }, null, { sku: 'nut', count: null }] },
  { id: '2', codes: [], lines: [] },
  { id: '3', codes: null, lines: null },
];
const line = '{ sku: String count: Int }';

conform('@requires of lists', {
  subgraphs: {
    carts: {
      sdl: `
        type Query { carts: [Cart] }
        type Cart @key(fields: "id") { id: ID! codes: [String] lines: [Line] }
        type Line @shareable ${line}
      `,
      resolvers: { Query: { carts: () => carts } },
    },
    summary: {
      sdl: `
        type Cart @key(fields: "id") {
          id: ID!
          codes: [String] @external
          lines: [Line] @external
          joined: String @requires(fields: "codes")
          listed: String @requires(fields: "lines { sku count }")
        }
        type Line @shareable ${line}
      `,
      resolvers: {
        Cart: {
          joined: ({ codes }: Cart) => JSON.stringify(codes),
          listed: ({ lines }: Cart) =>
            JSON.stringify(lines?.map((each) => each && [each.sku, each.count]) ?? null),
        },
      },
    },
  },
  operations: [
    {
      title: 'of scalars',
      query: '{ carts { joined } }',
      data: { carts: [{ joined: '["a",null,"b"]' }, { joined: '[]' }, { joined: 'null' }] },
    },
    {
      title: 'of objects',
      query: '{ carts { listed } }',
      data: { carts: [{ listed: '[["bolt",2],null,["nut",null]]' }, { listed: '[]' }, { listed: 'null' }] },
    },
    {
      title: 'of objects of which the client selects a part',
      query: '{ carts { lines { sku } listed } }',
      data: {
        carts: [
          { lines: [{ sku: 'bolt' }, null, { sku: 'nut' }], listed: '[["bolt",2],null,["nut",null]]' },
          { lines: [], listed: '[]' },
          { lines: null, listed: 'null' },
        ],
      },
    },
  ],
});
