import { conform } from './conform.ts';

conform('enum values that only some subgraphs have', {
  subgraphs: {
    orders: {
      sdl: `
        type Query { orders: [Order] }
        type Order @key(fields: "id") { id: ID! state: State }
        enum State { OPEN PAID }
      `,
      resolvers: {
        Query: {
          orders: () => [
            { id: '1', state: 'OPEN' },
            { id: '2', state: 'PAID' },
          ],
        },
      },
    },
    parcels: {
      sdl: `
        type Query { parcel: Parcel }
        type Parcel { state: State }
        type Order @key(fields: "id") { id: ID! parcels(size: Size): [Parcel] }
        enum State { OPEN SENT }
        enum Size { SMALL LARGE }
      `,
      resolvers: {
        Query: { parcel: () => ({ state: 'SENT' }) },
        Order: {
          parcels: (_: unknown, { size }: { size?: string }) => (size === 'LARGE' ? [{ state: 'SENT' }] : []),
        },
      },
    },
    prices: {
      sdl: `type Query { price(size: Size!): Int @shareable } enum Size { SMALL LARGE HUGE }`,
      resolvers: { Query: { price: () => 3 } },
    },
  },
  operations: [
    {
      title: 'are answered by those subgraphs',
      query: '{ orders { state parcels(size: LARGE) { state } } parcel { state } }',
      data: {
        orders: [
          { state: 'OPEN', parcels: [{ state: 'SENT' }] },
          { state: 'PAID', parcels: [{ state: 'SENT' }] },
        ],
        parcel: { state: 'SENT' },
      },
    },
    {
      title: 'of an input are those that all subgraphs have',
      query: '{ price(size: HUGE) }',
      data: undefined,
      errors: true,
    },
    {
      title: 'in variables',
      query: 'query ($size: Size!) { price(size: $size) orders { parcels(size: $size) { state } } }',
      variables: { size: 'SMALL' },
      data: { price: 3, orders: [{ parcels: [] }, { parcels: [] }] },
    },
  ],
});
