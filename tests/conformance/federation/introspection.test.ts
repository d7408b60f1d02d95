import { conform } from './conform.ts';

conform('introspection', {
  subgraphs: {
    left: {
      sdl: `
        type Query {
          user(name: String = "ada"): User
          "Use user."
          me: User @deprecated(reason: "Use user.")
        }
        "Somebody."
        type User @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: { Query: { user: () => ({ id: '1', name: 'Ada' }) } },
    },
    right: {
      sdl: `type Mutation { rename(to: Name!): User } input Name { value: String! } type User @key(fields: "id") { id: ID! age: Int }`,
      resolvers: { User: { age: () => 36 } },
    },
  },
  operations: [
    {
      title: 'shows one schema, without federation types',
      query:
        '{ __schema { queryType { name } mutationType { name } subscriptionType { name } directives { name } } }',
      data: {
        __schema: {
          queryType: { name: 'Query' },
          mutationType: { name: 'Mutation' },
          subscriptionType: null,
          directives: ['include', 'skip', 'deprecated', 'specifiedBy', 'oneOf'].map((name) => ({ name })),
        },
      },
    },
    {
      title: 'of root fields, without those of federation',
      query: `{ __type(name: "Query") { fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { name defaultValue } } } }`,
      data: {
        __type: {
          fields: [
            {
              name: 'user',
              description: null,
              isDeprecated: false,
              deprecationReason: null,
              args: [{ name: 'name', defaultValue: '"ada"' }],
            },
            {
              name: 'me',
              description: 'Use user.',
              isDeprecated: true,
              deprecationReason: 'Use user.',
              args: [],
            },
          ],
        },
      },
    },
    {
      title: 'of types, in variables and through fragments',
      query: `
        query ($name: String!) { __type(name: $name) { ...Shown } hidden: __type(name: "_Entity") { name } }
        fragment Shown on __Type { kind description fields { name type { kind ofType { name } } } }
      `,
      variables: { name: 'User' },
      data: {
        __type: {
          kind: 'OBJECT',
          description: 'Somebody.',
          fields: [
            { name: 'id', type: { kind: 'NON_NULL', ofType: { name: 'ID' } } },
            { name: 'name', type: { kind: 'SCALAR', ofType: null } },
            { name: 'age', type: { kind: 'SCALAR', ofType: null } },
          ],
        },
        hidden: null,
      },
    },
    {
      title: 'beside data',
      query: '{ user { name age } __type(name: "Name") { kind inputFields { name } } }',
      data: {
        user: { name: 'Ada', age: 36 },
        __type: { kind: 'INPUT_OBJECT', inputFields: [{ name: 'value' }] },
      },
    },
  ],
});
