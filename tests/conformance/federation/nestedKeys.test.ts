import { conform, find } from './conform.ts';

const room = (id: string, number: number) => ({ number, building: { id } });
const seats = [
  { row: 'A', room: room('north', 1), price: 10 },
  { row: 'B', room: room('north', 1), price: 8 },
  { row: 'A', room: room('south', 2), price: 7 },
];

conform('nested keys', {
  subgraphs: {
    venue: {
      sdl: `
        type Query { seats: [Seat!] }
        type Seat @key(fields: "row room { number building { id } }") { row: String! room: Room! }
        type Room @shareable { number: Int! building: Building! }
        type Building @shareable { id: ID! }
      `,
      resolvers: { Query: { seats: () => seats.map(({ price: _, ...seat }) => seat) } },
    },
    prices: {
      sdl: `
        type Seat @key(fields: "row room { number building { id } }") { row: String! room: Room! price: Int! }
        type Room @shareable { number: Int! building: Building! }
        type Building @shareable { id: ID! }
      `,
      resolvers: { Seat: { __resolveReference: find(seats) } },
    },
  },
  operations: [
    {
      title: 'the objects of the key are sent',
      query: '{ seats { price } }',
      data: { seats: [{ price: 10 }, { price: 8 }, { price: 7 }] },
    },
    {
      title: 'only selected fields are returned',
      query: '{ seats { price place: room { at: building { __typename } } } }',
      data: {
        seats: [10, 8, 7].map((price) => ({ price, place: { at: { __typename: 'Building' } } })),
      },
    },
  ],
});
