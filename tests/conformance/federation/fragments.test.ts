import { conform, find } from './conform.ts';

conform('fragments', {
  subgraphs: {
    left: {
      sdl: `
        type Query { node: Node person: Person }
        interface Node { id: ID! }
        type Person implements Node @key(fields: "id") { id: ID! name: String friend: Person }
        type Robot implements Node @key(fields: "id") { id: ID! model: String }
      `,
      resolvers: {
        Query: {
          node: () => ({ __typename: 'Robot', id: 'r', model: 'b-1' }),
          person: () => ({ id: '1', name: 'Ada', friend: { id: '2', name: 'Grace' } }),
        },
        Person: {
          __resolveReference: find([
            { id: '1', name: 'Ada' },
            { id: '2', name: 'Grace' },
          ]),
        },
      },
    },
    right: {
      sdl: `
        type Person @key(fields: "id") { id: ID! age: Int pet: Pet }
        type Robot @key(fields: "id") { id: ID! age: Int }
        type Pet { name: String owner: Person }
      `,
      resolvers: {
        Person: {
          age: ({ id }: { id: string }) => 30 + Number(id),
          pet: ({ id }: { id: string }) => ({ name: `Tom ${id}`, owner: { id } }),
        },
        Robot: { age: () => 3 },
      },
    },
  },
  operations: [
    {
      title: 'within fragments',
      query: `
        query { person { ...All } }
        fragment All on Person { ...Names friend { ...Names ...Ages } }
        fragment Names on Person { name ...Ages }
        fragment Ages on Person { age pet { ...Pets } }
        fragment Pets on Pet { name owner { ... on Person { ... { name } } } }
      `,
      data: {
        person: {
          name: 'Ada',
          age: 31,
          pet: { name: 'Tom 1', owner: { name: 'Ada' } },
          friend: { name: 'Grace', age: 32, pet: { name: 'Tom 2', owner: { name: 'Grace' } } },
        },
      },
    },
    {
      title: 'that overlap',
      query:
        '{ person { friend { name } ... on Person { friend { age } } ... on Node { id } ... { friend { id } } } }',
      data: { person: { friend: { name: 'Grace', age: 32, id: '2' }, id: '1' } },
    },
    {
      title: 'on an interface and on its types',
      query: `
        { node { ...Known } }
        fragment Known on Node { id ... on Robot { model age } ... on Person { name age } }
      `,
      data: { node: { id: 'r', model: 'b-1', age: 3 } },
    },
    {
      title: 'on an impossible type are empty',
      query: '{ node { ... on Person { name } } }',
      data: { node: {} },
    },
    {
      title: 'on the root',
      query: 'query { ...Root ... on Query { person { age } } } fragment Root on Query { person { name } }',
      data: { person: { name: 'Ada', age: 31 } },
    },
  ],
});
