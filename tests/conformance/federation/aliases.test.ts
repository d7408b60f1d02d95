import { conform, find } from './conform.ts';

const times = (_: unknown, { n }: { n: number }) => n * 10;

conform('aliases', {
  subgraphs: {
    left: {
      sdl: `
        type Query { item(id: ID = "1"): Item }
        type Item @key(fields: "id") { id: ID! left(n: Int!): Int name: String }
      `,
      resolvers: {
        Query: { item: (_: unknown, { id }: { id: string }) => ({ id, name: `item ${id}` }) },
        Item: { __resolveReference: find([{ id: '1' }, { id: '2' }]), left: times },
      },
    },
    right: {
      sdl: `type Item @key(fields: "id") { id: ID! right(n: Int!): Int next: Item }`,
      resolvers: { Item: { right: times, next: () => ({ id: '2' }) } },
    },
  },
  operations: [
    {
      title: 'of a field with other arguments, in several subgraphs',
      query: '{ item { a: left(n: 1) b: left(n: 2) c: right(n: 3) d: right(n: 4) } }',
      data: { item: { a: 10, b: 20, c: 30, d: 40 } },
    },
    {
      title: 'of root fields with other arguments',
      query: '{ one: item { name right(n: 1) } two: item(id: "2") { name right(n: 2) } }',
      data: { one: { name: 'item 1', right: 10 }, two: { name: 'item 2', right: 20 } },
    },
    {
      title: 'that hide a key',
      query: '{ item { id: name key: id right(n: 5) } }',
      data: { item: { id: 'item 1', key: '1', right: 50 } },
    },
    {
      title: 'that hide __typename',
      query: '{ item { type: __typename __typename: name right(n: 6) } }',
      data: { item: { type: 'Item', __typename: 'item 1', right: 60 } },
    },
    {
      title: 'of an object with other fields',
      query: '{ item { x: next { left(n: 7) } y: next { left(n: 8) again: left(n: 9) } } }',
      data: { item: { x: { left: 70 }, y: { left: 80, again: 90 } } },
    },
    {
      title: 'with names of JavaScript properties',
      query: '{ constructor: item { toString: left(n: 1) hasOwnProperty: right(n: 2) } }',
      data: { constructor: { toString: 10, hasOwnProperty: 20 } },
    },
  ],
});
