import { conform } from './conform.ts';

const fail = () => {
  throw new Error('No.');
};

conform('a null for a field that is non-null', {
  subgraphs: {
    left: {
      sdl: `
        type Query { user: User users: [User!] some: [User] must: User! version: Int }
        type User @key(fields: "id") { id: ID! home: Home inner: Inner! }
        type Home { owner: User! city: String }
        type Inner { user: User! }
      `,
      resolvers: {
        Query: {
          user: () => ({
            id: '1',
            home: { owner: { id: 'bad' }, city: 'London' },
            inner: { user: { id: 'bad' } },
          }),
          users: () => [{ id: '1' }, { id: 'bad' }],
          some: () => [{ id: '1' }, { id: 'bad' }, { id: '2' }],
          must: () => ({ id: 'bad' }),
          version: () => 1,
        },
      },
    },
    right: {
      sdl: `type User @key(fields: "id") { id: ID! score: Int! mood: String maybe: Int }`,
      resolvers: {
        User: {
          score: ({ id }: { id: string }) => (id === 'bad' ? fail() : 5),
          mood: () => 'calm',
          maybe: fail,
        },
      },
    },
  },
  operations: [
    {
      title: 'makes its entity null in a list that allows it',
      query: '{ some { id score } version }',
      data: { some: [{ id: '1', score: 5 }, null, { id: '2', score: 5 }], version: 1 },
      errors: true,
    },
    {
      title: 'makes the list null if it does not',
      query: '{ users { score } version }',
      data: { users: null, version: 1 },
      errors: true,
    },
    {
      title: 'propagates to the next nullable field',
      query: '{ user { id home { city owner { score } } } }',
      data: { user: { id: '1', home: null } },
      errors: true,
    },
    {
      title: 'through several objects',
      query: '{ user { id inner { user { score } } } version }',
      data: { user: null, version: 1 },
      errors: true,
    },
    {
      title: 'up to the top',
      query: '{ version must { score } }',
      data: null,
      errors: true,
    },
    {
      title: 'beside fields without errors',
      query: '{ some { mood score } user { score mood } }',
      data: {
        some: [{ mood: 'calm', score: 5 }, null, { mood: 'calm', score: 5 }],
        user: { score: 5, mood: 'calm' },
      },
      errors: true,
    },
    {
      title: 'while a nullable field alone is null',
      query: '{ user { maybe score } }',
      data: { user: { maybe: null, score: 5 } },
      errors: true,
    },
  ],
});
