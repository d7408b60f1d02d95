import { conform, find } from './conform.ts';

const fail = () => {
  throw new Error('No.');
};
const failFor = (bad: string) => (entity: { id: string }) => (entity.id === bad ? fail() : entity.id.length);

conform('the paths of errors', {
  subgraphs: {
    left: {
      sdl: `
        type Query { users: [User] feed: [Item] broken: Int grid: [[User]] }
        union Item = User | Post
        type User @key(fields: "id") { id: ID! friends: [User] }
        type Post @key(fields: "id") { id: ID! author: User }
      `,
      resolvers: {
        Query: {
          users: () => [
            { id: 'a', friends: [{ id: 'c' }, { id: 'b' }] },
            { id: 'b', friends: [] },
          ],
          feed: () => [
            { __typename: 'Post', id: 'p', author: { id: 'b' } },
            { __typename: 'User', id: 'a' },
            { __typename: 'User', id: 'b' },
          ],
          grid: () => [[{ id: 'a' }], [null, { id: 'b' }]],
          broken: fail,
        },
        User: { __resolveReference: find([{ id: 'a' }, { id: 'b' }]) },
      },
    },
    right: {
      sdl: `type User @key(fields: "id") { id: ID! score: Int badges: [Badge] } type Badge { name: String }`,
      resolvers: {
        User: {
          score: failFor('b'),
          badges: ({ id }: { id: string }) => (id === 'b' ? [{ name: 'one' }, {}] : []),
        },
        Badge: { name: ({ name }: { name?: string }) => name ?? fail() },
      },
    },
  },
  operations: [
    { title: 'of a root field', query: '{ broken }', data: { broken: null }, errors: [['broken']] },
    {
      title: 'of a root field under an alias',
      query: '{ b: broken }',
      data: { b: null },
      errors: [['b']],
    },
    {
      title: 'of an entity in a list',
      query: '{ users { score } }',
      data: { users: [{ score: 1 }, { score: null }] },
      errors: [['users', 1, 'score']],
    },
    {
      title: 'of an entity on every path that leads to it',
      query: '{ us: users { s: score friends { score } } }',
      data: {
        us: [
          { s: 1, friends: [{ score: 1 }, { score: null }] },
          { s: null, friends: [] },
        ],
      },
      errors: [
        ['us', 1, 's'],
        ['us', 0, 'friends', 1, 'score'],
      ],
    },
    {
      title: 'inside a value of an entity',
      query: '{ users { badges { name } } }',
      data: { users: [{ badges: [] }, { badges: [{ name: 'one' }, { name: null }] }] },
      errors: [['users', 1, 'badges', 1, 'name']],
    },
    {
      title: 'in lists of lists',
      query: '{ grid { score } }',
      data: { grid: [[{ score: 1 }], [null, { score: null }]] },
      errors: [['grid', 1, 1, 'score']],
    },
    {
      title: 'in lists of several types',
      query: '{ feed { ... on User { score } } }',
      data: { feed: [{}, { score: 1 }, { score: null }] },
      errors: [['feed', 2, 'score']],
    },
    {
      title: 'behind one of several types',
      query: '{ feed { ... on Post { author { score } } } }',
      data: { feed: [{ author: { score: null } }, {}, {}] },
      errors: [['feed', 0, 'author', 'score']],
    },
  ],
});
