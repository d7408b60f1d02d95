import { conform, find } from './conform.ts';

conform('@inaccessible', {
  subgraphs: {
    users: {
      sdl: `
        type Query { user(by: By = NAME): User hidden: Int @inaccessible }
        enum By { NAME SECRET @inaccessible }
        type User @key(fields: "internal") { internal: ID! @inaccessible name: String pet: Pet }
        union Pet = Cat | Ghost
        type Cat { name: String }
        type Ghost @inaccessible { name: String }
      `,
      resolvers: {
        Query: { user: () => ({ internal: 'x1', name: 'Ada', pet: { __typename: 'Cat', name: 'Tom' } }) },
        User: { __resolveReference: find([{ internal: 'x1', name: 'Ada' }]) },
      },
    },
    salaries: {
      sdl: `
        type User @key(fields: "internal") {
          internal: ID! @inaccessible
          grade: Int @inaccessible
        }
      `,
      resolvers: { User: { grade: () => 3 } },
    },
    badges: {
      sdl: `
        type User @key(fields: "internal") {
          internal: ID!
          grade: Int @external
          badge: String @requires(fields: "grade")
        }
      `,
      resolvers: { User: { badge: ({ grade }: { grade: number }) => `grade ${grade}` } },
    },
  },
  operations: [
    {
      title: 'fields still serve as keys and for @requires',
      query: '{ user { name badge } }',
      data: { user: { name: 'Ada', badge: 'grade 3' } },
    },
    { title: 'fields cannot be selected', query: '{ user { internal } }', data: undefined, errors: true },
    { title: 'root fields cannot be selected', query: '{ hidden }', data: undefined, errors: true },
    {
      title: 'values of enums cannot be used',
      query: '{ user(by: SECRET) { name } }',
      data: undefined,
      errors: true,
    },
    {
      title: 'types neither',
      query: '{ user { pet { ... on Ghost { name } } } }',
      data: undefined,
      errors: true,
    },
    {
      title: 'introspection shows none of it',
      query: `{
        user: __type(name: "User") { fields { name } }
        by: __type(name: "By") { enumValues { name } }
        pet: __type(name: "Pet") { possibleTypes { name } }
        ghost: __type(name: "Ghost") { name }
      }`,
      data: {
        user: { fields: [{ name: 'badge' }, { name: 'name' }, { name: 'pet' }] },
        by: { enumValues: [{ name: 'NAME' }] },
        pet: { possibleTypes: [{ name: 'Cat' }] },
        ghost: null,
      },
    },
  ],
});
