import { conform } from './conform.ts';

conform('@shareable root fields in two subgraphs', {
  subgraphs: {
    left: {
      sdl: `
        type Query { settings: Settings @shareable all: [Settings] @shareable }
        type Settings { shared: String @shareable left: Int nested: Nested @shareable }
        type Nested { l: Int }
      `,
      resolvers: {
        Query: {
          settings: () => ({ shared: 'same', left: 1, nested: { l: 1 } }),
          all: () => [{ left: 1 }, { left: 2 }],
        },
      },
    },
    right: {
      sdl: `
        type Query { settings: Settings @shareable all: [Settings] @shareable }
        type Settings { shared: String @shareable right: Int nested: Nested @shareable }
        type Nested { r: Int }
      `,
      resolvers: {
        Query: {
          settings: () => ({ shared: 'same', right: 2, nested: { r: 2 } }),
          all: () => [{ right: 10 }, { right: 20 }],
        },
      },
    },
  },
  operations: [
    {
      title: 'are fetched from both, and merged',
      query: '{ settings { left right shared } }',
      data: { settings: { left: 1, right: 2, shared: 'same' } },
    },
    {
      title: 'also in depth',
      query: '{ settings { nested { l r __typename } } }',
      data: { settings: { nested: { l: 1, r: 2, __typename: 'Nested' } } },
    },
    {
      title: 'and in lists',
      query: '{ all { right left } }',
      data: {
        all: [
          { right: 10, left: 1 },
          { right: 20, left: 2 },
        ],
      },
    },
    {
      title: 'each under its own alias',
      query: '{ one: settings { left } two: settings { right } }',
      data: { one: { left: 1 }, two: { right: 2 } },
    },
  ],
});
