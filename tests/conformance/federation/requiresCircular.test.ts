import { conform, find } from './conform.ts';

const text = (value: unknown): string => String(value);

conform('@requires, circular between two subgraphs', {
  subgraphs: {
    left: {
      sdl: `
        type Query { node: Node }
        type Node @key(fields: "id") {
          id: ID!
          one: String
          two: String @external
          three: String @requires(fields: "two")
        }
      `,
      resolvers: {
        Query: { node: () => ({ id: '1' }) },
        Node: {
          __resolveReference: find([{ id: '1' }]),
          one: () => 'one',
          three: ({ two }: { two: unknown }) => `three(${text(two)})`,
        },
      },
    },
    right: {
      sdl: `
        type Query { start: Node }
        type Node @key(fields: "id") {
          id: ID!
          one: String @external
          two: String @requires(fields: "one")
          three: String @external
          four: String @requires(fields: "three")
        }
      `,
      resolvers: {
        Query: { start: () => ({ id: '1' }) },
        Node: {
          two: ({ one }: { one: unknown }) => `two(${text(one)})`,
          four: ({ three }: { three: unknown }) => `four(${text(three)})`,
        },
      },
    },
  },
  operations: [
    {
      title: 'alternates between the two',
      query: '{ node { four } }',
      data: { node: { four: 'four(three(two(one)))' } },
    },
    {
      title: 'from the other side',
      query: '{ start { four } }',
      data: { start: { four: 'four(three(two(one)))' } },
    },
    {
      title: 'only as far as it is selected',
      query: '{ node { three } }',
      data: { node: { three: 'three(two(one))' } },
    },
    {
      title: 'also if all of it is selected',
      query: '{ node { four three two one } }',
      data: {
        node: { four: 'four(three(two(one)))', three: 'three(two(one))', two: 'two(one)', one: 'one' },
      },
    },
  ],
});
