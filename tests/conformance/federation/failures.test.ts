import { conform } from './conform.ts';

const failure = 'interface Failure { message: String! }';
const invalid = { __typename: 'InvalidInput', message: 'No title.', path: ['title'] };

/** The shared failure types of the platform, with an old subgraph that does not know the interface yet. */
conform('an interface over the failures of unions', {
  subgraphs: {
    core: {
      sdl: `
        ${failure}
        type InvalidInput implements Failure @shareable { message: String! path: [String!]! }
        type Conflict implements Failure @shareable { message: String! }
        type Objection implements Failure { message: String! plugin: String! }
        type Document @key(fields: "id") { id: ID! title: String }
        union CreateDocumentResult = Document | InvalidInput | Conflict | Objection
        type Query { ping: String }
        type Mutation { createDocument(title: String!): CreateDocumentResult }
      `,
      resolvers: {
        Mutation: {
          createDocument: (_: unknown, { title }: { title: string }) => {
            if (title === '') return invalid;
            if (title === 'no')
              return { __typename: 'Objection', message: 'It says no.', plugin: 'Policies' };
            return { __typename: 'Document', id: '1', title };
          },
        },
      },
    },
    tags: {
      sdl: `
        ${failure}
        type InvalidInput implements Failure @shareable { message: String! path: [String!]! }
        type Conflict implements Failure @shareable { message: String! }
        type Tag @key(fields: "id") { id: ID! word: String }
        union CreateTagResult = Tag | InvalidInput | Conflict
        type Mutation { createTag: CreateTagResult }
      `,
      resolvers: { Mutation: { createTag: () => ({ __typename: 'Conflict', message: 'Taken.' }) } },
    },
    old: {
      sdl: `
        type InvalidInput @shareable { message: String! path: [String!]! }
        type Note @key(fields: "id") { id: ID! text: String }
        union CreateNoteResult = Note | InvalidInput
        type Mutation { createNote: CreateNoteResult }
      `,
      resolvers: { Mutation: { createNote: () => invalid } },
    },
  },
  operations: [
    {
      title: 'any failure of a union has its message',
      query:
        'mutation { createDocument(title: "no") { ... on Document { title } ... on Failure { __typename message } } }',
      data: { createDocument: { __typename: 'Objection', message: 'It says no.' } },
    },
    {
      title: 'a success is no failure',
      query:
        'mutation { createDocument(title: "A") { ... on Document { title } ... on Failure { message } } }',
      data: { createDocument: { title: 'A' } },
    },
    {
      title: 'beside the fields of one failure, in a named fragment',
      query: `
        mutation { createDocument(title: "") { ...Failed ... on InvalidInput { path } } }
        fragment Failed on Failure { message }
      `,
      data: { createDocument: { message: 'No title.', path: ['title'] } },
    },
    {
      title: 'a failure that is not in the union is refused',
      query:
        'mutation { createTag { ... on Tag { word } ... on Failure { message } ... on Objection { plugin } } }',
      data: undefined,
      errors: true,
    },
    {
      title: 'in a subgraph that has fewer failures',
      query:
        'mutation { createTag { ... on Tag { word } ... on Failure { message ... on InvalidInput { path } } } }',
      data: { createTag: { message: 'Taken.' } },
    },
    {
      title: 'in a subgraph that does not know the interface',
      query: 'mutation { createNote { ... on Note { text } ... on Failure { message } } }',
      data: { createNote: { message: 'No title.' } },
    },
  ],
});
