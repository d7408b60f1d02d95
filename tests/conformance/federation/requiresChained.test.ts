import { conform } from './conform.ts';

interface Box {
  readonly width: number;
  readonly area: number;
  readonly weight: number;
}

conform('@requires, chained', {
  subgraphs: {
    sizes: {
      sdl: `
        type Query { boxes: [Box] }
        type Box @key(fields: "id") { id: ID! width: Int }
      `,
      resolvers: {
        Query: {
          boxes: () => [
            { id: '1', width: 2 },
            { id: '2', width: 3 },
          ],
        },
      },
    },
    areas: {
      sdl: `type Box @key(fields: "id") { id: ID! width: Int @external area: Int @requires(fields: "width") }`,
      resolvers: { Box: { area: ({ width }: Box) => width * width } },
    },
    weights: {
      sdl: `type Box @key(fields: "id") { id: ID! area: Int @external weight: Int @requires(fields: "area") }`,
      resolvers: { Box: { weight: ({ area }: Box) => area * 10 } },
    },
    fees: {
      sdl: `
        type Box @key(fields: "id") {
          id: ID!
          weight: Int @external
          width: Int @external
          fee: Int @requires(fields: "weight width")
        }
      `,
      resolvers: { Box: { fee: ({ weight, width }: Box) => weight + width } },
    },
  },
  operations: [
    {
      title: 'one after the other',
      query: '{ boxes { fee } }',
      data: { boxes: [{ fee: 42 }, { fee: 93 }] },
    },
    {
      title: 'beside the fields that they require',
      query: '{ boxes { width weight fee area } }',
      data: {
        boxes: [
          { width: 2, weight: 40, fee: 42, area: 4 },
          { width: 3, weight: 90, fee: 93, area: 9 },
        ],
      },
    },
  ],
});
