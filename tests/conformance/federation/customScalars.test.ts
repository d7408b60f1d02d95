import { conform } from './conform.ts';

const value = { nested: [1, 'two', null, { three: 3 }], __typename: 'NoType' };

conform('custom scalars', {
  subgraphs: {
    left: {
      sdl: `
        scalar JSON
        scalar Instant
        type Query { thing: Thing echo(value: JSON): JSON }
        type Thing @key(fields: "id") { id: Instant! blob: JSON list: [JSON] }
      `,
      resolvers: {
        Query: {
          thing: () => ({ id: '2026-01-01', blob: value, list: [value, 1, null, [true]] }),
          echo: (_: unknown, { value: given }: { value: unknown }) => given,
        },
      },
    },
    right: {
      sdl: `
        scalar JSON
        scalar Instant
        type Thing @key(fields: "id") { id: Instant! year: Int blob: JSON @external echo: JSON @requires(fields: "blob") }
      `,
      resolvers: {
        Thing: {
          year: ({ id }: { id: string }) => Number(id.slice(0, 4)),
          echo: ({ blob }: { blob: unknown }) => ({ got: blob }),
        },
      },
    },
  },
  operations: [
    {
      title: 'are passed on unchanged',
      query: '{ thing { id blob list } }',
      data: { thing: { id: '2026-01-01', blob: value, list: [value, 1, null, [true]] } },
    },
    {
      title: 'serve as keys and for @requires',
      query: '{ thing { year echo } }',
      data: { thing: { year: 2026, echo: { got: value } } },
    },
    {
      title: 'in variables',
      query: 'query ($value: JSON) { echo(value: $value) }',
      variables: { value },
      data: { echo: value },
    },
    {
      title: 'in the document',
      query: '{ echo(value: { a: [1, 2.5, "x", true, null, RED] }) }',
      data: { echo: { a: [1, 2.5, 'x', true, null, 'RED'] } },
    },
  ],
});
