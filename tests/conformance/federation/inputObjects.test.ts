import { conform } from './conform.ts';

const echo = (_: unknown, args: object) => JSON.stringify(args);
const input = `
  input Filter { text: String = "any" tags: [Tag!] nested: Filter }
  input Tag { name: String! weight: Float }
`;

conform('input objects', {
  subgraphs: {
    left: {
      sdl: `
        type Query { thing: Thing echo(filter: Filter, ids: [[ID!]]): String }
        type Thing @key(fields: "id") { id: ID! }
        ${input}
      `,
      resolvers: { Query: { thing: () => ({ id: '1' }), echo } },
    },
    right: {
      sdl: `
        type Thing @key(fields: "id") { id: ID! echo(filter: Filter): String }
        ${input.replace('nested: Filter', 'nested: Filter onlyRight: Int')}
      `,
      resolvers: { Thing: { echo } },
    },
  },
  operations: [
    {
      title: 'in the document',
      query:
        '{ echo(filter: { tags: [{ name: "a", weight: 1.5 }], nested: { text: null } }, ids: [["1", 2]]) }',
      data: {
        echo: '{"filter":{"text":"any","tags":[{"name":"a","weight":1.5}],"nested":{"text":null}},"ids":[["1","2"]]}',
      },
    },
    {
      title: 'in variables, to several subgraphs',
      query: 'query ($filter: Filter) { echo(filter: $filter) thing { echo(filter: $filter) } }',
      variables: { filter: { text: 'x', tags: { name: 'b' } } },
      data: {
        echo: '{"filter":{"text":"x","tags":[{"name":"b"}]}}',
        thing: { echo: '{"filter":{"text":"x","tags":[{"name":"b"}]}}' },
      },
    },
    {
      title: 'with variables inside',
      query:
        'query ($name: String!, $weight: Float) { thing { echo(filter: { tags: [{ name: $name, weight: $weight }] }) } }',
      variables: { name: 'c' },
      data: { thing: { echo: '{"filter":{"text":"any","tags":[{"name":"c"}]}}' } },
    },
    {
      title: 'omitted, or null',
      query:
        'query ($filter: Filter) { none: echo(filter: $filter) null: echo(filter: null) thing { echo(filter: $filter) } }',
      data: { none: '{}', null: '{"filter":null}', thing: { echo: '{}' } },
    },
    {
      title: 'with defaults of the document',
      query: 'query ($filter: Filter = { text: "d" }) { thing { echo(filter: $filter) } }',
      data: { thing: { echo: '{"filter":{"text":"d"}}' } },
    },
    {
      title: 'have the fields that all subgraphs have',
      query: '{ thing { echo(filter: { onlyRight: 1 }) } }',
      data: undefined,
      errors: true,
    },
    {
      title: 'are checked before any subgraph is called',
      query: 'query ($filter: Filter) { echo(filter: $filter) }',
      variables: { filter: { tags: [{ weight: 1 }] } },
      data: undefined,
      errors: true,
    },
  ],
});
