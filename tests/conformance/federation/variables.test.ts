import { conform } from './conform.ts';

const show = (_: unknown, args: object) => JSON.stringify(args);

conform('variables and operation names', {
  subgraphs: {
    left: {
      sdl: `
        type Query { thing(id: ID!): Thing }
        type Thing @key(fields: "id") { id: ID! left(a: Int, b: [Int!]): String }
      `,
      resolvers: {
        Query: { thing: (_: unknown, { id }: { id: string }) => ({ id }) },
        Thing: { left: show },
      },
    },
    right: {
      sdl: `type Thing @key(fields: "id") { id: ID! right(a: Int = 5, b: Int): String }`,
      resolvers: { Thing: { right: show } },
    },
  },
  operations: [
    {
      title: 'each subgraph gets its own',
      query: 'query ($id: ID!, $a: Int, $b: Int) { thing(id: $id) { left(a: $a) right(b: $b) } }',
      variables: { id: 1, a: 2, b: 3 },
      data: { thing: { left: '{"a":2}', right: '{"a":5,"b":3}' } },
    },
    {
      title: 'null differs from an omitted variable',
      query: 'query ($a: Int, $b: Int) { thing(id: "1") { left(a: $a) right(a: $b, b: $a) } }',
      variables: { a: null },
      data: { thing: { left: '{"a":null}', right: '{"a":5,"b":null}' } },
    },
    {
      title: 'have defaults',
      query:
        'query ($a: Int = 7, $b: [Int!] = [1, 2]) { thing(id: "1") { left(a: $a, b: $b) right(a: $a) } }',
      data: { thing: { left: '{"a":7,"b":[1,2]}', right: '{"a":7}' } },
    },
    {
      title: 'may have the names that the gateway itself uses',
      query:
        'query ($representations: Int, $a: Int) { thing(id: "1") { right(a: $representations, b: $a) } }',
      variables: { representations: 8, a: 9 },
      data: { thing: { right: '{"a":8,"b":9}' } },
    },
    {
      title: 'one of several operations is run',
      query: 'query A { thing(id: "a") { id } } query B { thing(id: "b") { id right } }',
      operationName: 'B',
      data: { thing: { id: 'b', right: '{"a":5}' } },
    },
    {
      title: 'an operation without a required variable is not run',
      query: 'query ($id: ID!) { thing(id: $id) { id } }',
      data: undefined,
      errors: true,
    },
    {
      title: 'a single item is coerced to a list',
      query: 'query ($b: [Int!]) { thing(id: "1") { left(b: $b) } }',
      variables: { b: 4 },
      data: { thing: { left: '{"b":[4]}' } },
    },
  ],
});
