import { conform, find } from './conform.ts';

const accounts = [
  { __typename: 'User', id: 'u', name: 'Ada' },
  { __typename: 'Company', id: 'c', name: 'Acme' },
  { __typename: 'User', id: 'v', name: 'Grace' },
];
const types = `
  interface Account { id: ID! }
  type User implements Account @key(fields: "id") { id: ID! }
  type Company implements Account @key(fields: "id") { id: ID! }
`;

conform('interfaces through several subgraphs', {
  subgraphs: {
    accounts: {
      sdl: `
        type Query { accounts: [Account] }
        ${types.replace('{ id: ID! }', '{ id: ID! name: String }').replaceAll('"id") { id: ID! }', '"id") { id: ID! name: String }')}
      `,
      resolvers: {
        Query: { accounts: () => accounts },
        User: { __resolveReference: find(accounts) },
        Company: { __resolveReference: find(accounts) },
      },
    },
    billing: {
      sdl: `
        type Query { debtors: [Account] }
        interface Account { id: ID! debt: Int }
        type User implements Account @key(fields: "id") { id: ID! debt: Int }
        type Company implements Account @key(fields: "id") { id: ID! debt: Int vat: String }
      `,
      resolvers: {
        Query: {
          debtors: () => [
            { __typename: 'Company', id: 'c', debt: 100, vat: 'V1' },
            null,
            { __typename: 'User', id: 'u', debt: 1 },
          ],
        },
        User: { debt: ({ id }: { id: string }) => (id === 'u' ? 1 : 0) },
        Company: { debt: () => 100, vat: () => 'V1' },
      },
    },
  },
  operations: [
    {
      title: 'a field of the interface from another subgraph',
      query: '{ accounts { name debt } }',
      data: {
        accounts: [
          { name: 'Ada', debt: 1 },
          { name: 'Acme', debt: 100 },
          { name: 'Grace', debt: 0 },
        ],
      },
    },
    {
      title: 'fields of its types, and __typename',
      query: '{ accounts { __typename ... on Company { vat } ... on User { debt } } }',
      data: {
        accounts: [
          { __typename: 'User', debt: 1 },
          { __typename: 'Company', vat: 'V1' },
          { __typename: 'User', debt: 0 },
        ],
      },
    },
    {
      title: 'from the other side, with a null between',
      query: '{ debtors { name ... on Company { vat } } }',
      data: { debtors: [{ name: 'Acme', vat: 'V1' }, null, { name: 'Ada' }] },
    },
    {
      title: 'fragments on the interface within fragments on its types',
      query: '{ accounts { ... on User { ... on Account { debt } } } }',
      data: { accounts: [{ debt: 1 }, {}, { debt: 0 }] },
    },
  ],
});
