import { conform, find } from './conform.ts';

const rows = [
  { __typename: 'Book', id: 'b', title: 'Book', pages: 300 },
  { __typename: 'Movie', id: 'm', title: 'Movie', minutes: 90 },
];

const media = {
  sdl: `
    type Query { library: [Media] }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Movie implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
  `,
  resolvers: {
    Query: { library: () => rows },
    Media: { __resolveReference: find(rows.map(({ __typename: _, ...row }) => row)), __resolveType: typeOf },
    Book: { __resolveReference: find(rows.slice(0, 1)) },
    Movie: { __resolveReference: find(rows.slice(1)) },
  },
};

function typeOf({ id }: { id: string }): string {
  return id === 'b' ? 'Book' : 'Movie';
}

conform('@interfaceObject', {
  subgraphs: {
    media,
    reviews: {
      sdl: `
        type Query { best: Media reviewed: [Media] }
        type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int title: String @external blurb: String @requires(fields: "title") }
      `,
      resolvers: {
        Query: { best: () => ({ id: 'm' }), reviewed: () => [{ id: 'm' }, { id: 'b' }] },
        Media: {
          stars: ({ id }: { id: string }) => (id === 'b' ? 5 : 4),
          blurb: ({ title }: { title: string }) => `${title}!`,
        },
      },
    },
  },
  operations: [
    {
      title: 'adds fields to every type of the interface',
      query: '{ library { title stars } }',
      data: {
        library: [
          { title: 'Book', stars: 5 },
          { title: 'Movie', stars: 4 },
        ],
      },
    },
    {
      title: 'also if a concrete type is selected',
      query: '{ library { ... on Book { stars pages } } }',
      data: { library: [{ stars: 5, pages: 300 }, {}] },
    },
    {
      title: 'returns the __typename of the object behind it',
      query: '{ best { __typename } reviewed { id __typename } }',
      data: {
        best: { __typename: 'Movie' },
        reviewed: [
          { id: 'm', __typename: 'Movie' },
          { id: 'b', __typename: 'Book' },
        ],
      },
    },
    {
      title: 'has the fields of the interface',
      query: '{ reviewed { stars title } }',
      data: {
        reviewed: [
          { stars: 4, title: 'Movie' },
          { stars: 5, title: 'Book' },
        ],
      },
    },
    {
      title: 'has the fields of the concrete types',
      query: '{ reviewed { ... on Book { pages stars } ... on Movie { minutes } } }',
      data: { reviewed: [{ minutes: 90 }, { pages: 300, stars: 5 }] },
    },
    {
      title: 'requires fields of the interface',
      query: '{ library { blurb } best { blurb } }',
      data: { library: [{ blurb: 'Book!' }, { blurb: 'Movie!' }], best: { blurb: 'Movie!' } },
    },
  ],
});

conform('@interfaceObject whose key is not resolvable', {
  subgraphs: {
    media,
    shelves: {
      sdl: `
        type Query { shelf: Shelf first: Media }
        type Shelf { top: Media all: [Media] }
        type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
      `,
      resolvers: {
        Query: {
          first: () => ({ id: 'b' }),
          shelf: () => ({ top: { id: 'b' }, all: [{ id: 'm' }, { id: 'b' }] }),
        },
      },
    },
  },
  operations: [
    { title: 'has its id at the root', query: '{ first { id } }', data: { first: { id: 'b' } } },
    {
      title: 'has the id of a concrete type at the root',
      query: '{ first { ... on Book { id } ... on Movie { minutes } } }',
      data: { first: { id: 'b' } },
    },
    {
      title: 'has no fields of another concrete type',
      query: '{ first { ... on Movie { id } } }',
      data: { first: {} },
    },
    {
      title: 'has the __typename of a concrete type at the root',
      query: '{ first { ... on Book { __typename } } }',
      data: { first: { __typename: 'Book' } },
    },
    { title: 'has its id', query: '{ shelf { top { id } } }', data: { shelf: { top: { id: 'b' } } } },
    {
      title: 'has its __typename',
      query: '{ shelf { top { __typename id } } }',
      data: { shelf: { top: { __typename: 'Book', id: 'b' } } },
    },
    {
      title: 'has the fields of the interface',
      query: '{ shelf { all { title } } }',
      data: { shelf: { all: [{ title: 'Movie' }, { title: 'Book' }] } },
    },
    {
      title: 'has the fields of the concrete types',
      query: '{ shelf { all { __typename ... on Book { pages } } } }',
      data: { shelf: { all: [{ __typename: 'Movie' }, { __typename: 'Book', pages: 300 }] } },
    },
    {
      title: 'has only the id of one concrete type',
      query: '{ shelf { all { ... on Movie { id } } } }',
      data: { shelf: { all: [{ id: 'm' }, {}] } },
    },
  ],
});

conform('@interfaceObject of an interface that nothing implements', {
  subgraphs: {
    media: {
      sdl: `
        type Query { version: Int found: Media }
        interface Media @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { version: () => 1, found: () => ({ id: 'b' }) } },
    },
    archive: {
      sdl: `
        type Query { archived: Media }
        type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! box: Int }
      `,
      resolvers: { Query: { archived: () => ({ id: 'b', box: 7 }) } },
    },
  },
  operations: [
    { title: 'has its fields', query: '{ archived { id box } }', data: { archived: { id: 'b', box: 7 } } },
    {
      title: 'has a field that no subgraph can resolve: the operation is refused',
      query: '{ found { box } version }',
      data: undefined,
      errors: [[]],
    },
    {
      title: 'has it in a fragment of that interface, under an alias, beside its id',
      query: '{ first: found { id ...Boxed } } fragment Boxed on Media { ... on Media { size: box } }',
      data: undefined,
      errors: [[]],
    },
    {
      title: 'is null, with an error, if its type has to be resolved',
      query: '{ archived { __typename box } version }',
      data: { archived: null, version: 1 },
      errors: true,
    },
  ],
});
