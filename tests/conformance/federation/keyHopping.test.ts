import { conform, find } from './conform.ts';

conform('keys that only some subgraphs share', {
  subgraphs: {
    a: {
      sdl: `
        type Query { things: [Thing] }
        type Thing @key(fields: "id") { id: ID! a: String }
      `,
      resolvers: {
        Query: {
          things: () => [
            { id: '1', a: 'a1' },
            { id: '2', a: 'a2' },
          ],
        },
      },
    },
    b: {
      sdl: `type Thing @key(fields: "id") @key(fields: "uuid") { id: ID! uuid: ID! b: String }`,
      resolvers: {
        Thing: {
          __resolveReference: find([
            { id: '1', uuid: 'u1', b: 'b1' },
            { id: '2', uuid: 'u2', b: 'b2' },
          ]),
        },
      },
    },
    c: {
      sdl: `type Thing @key(fields: "uuid") @key(fields: "code { part }") { uuid: ID! code: Code } type Code @shareable { part: Int }`,
      resolvers: {
        Thing: {
          __resolveReference: find([
            { uuid: 'u1', code: { part: 10 } },
            { uuid: 'u2', code: { part: 20 } },
          ]),
        },
      },
    },
    d: {
      sdl: `type Thing @key(fields: "code { part }") { code: Code d: Int } type Code @shareable { part: Int }`,
      resolvers: { Thing: { d: ({ code }: { code: { part: number } }) => code.part + 1 } },
    },
  },
  operations: [
    {
      title: 'are reached by way of other subgraphs',
      query: '{ things { d } }',
      data: { things: [{ d: 11 }, { d: 21 }] },
    },
    {
      title: 'fields on the way may be selected too',
      query: '{ things { a b d uuid } }',
      data: {
        things: [
          { a: 'a1', b: 'b1', d: 11, uuid: 'u1' },
          { a: 'a2', b: 'b2', d: 21, uuid: 'u2' },
        ],
      },
    },
  ],
});
