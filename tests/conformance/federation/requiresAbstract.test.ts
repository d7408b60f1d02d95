import { conform, find } from './conform.ts';

const authors = {
  user: { __typename: 'User', name: 'Ada', email: 'ada@example.com' },
  bot: { __typename: 'Bot', name: 'Bolt', model: 'b-1' },
};
const types = `
  interface Author { name: String }
  type User implements Author @shareable { name: String email: String }
  type Bot implements Author @shareable { name: String model: String }
`;

interface Post {
  readonly author: { readonly name?: string; readonly email?: string; readonly model?: string } | null;
}

conform('@requires of interface fields and fragments', {
  subgraphs: {
    posts: {
      sdl: `
        type Query { posts: [Post] }
        type Post @key(fields: "id") { id: ID! author: Author }
        ${types}
      `,
      resolvers: {
        Query: {
          posts: () => [
            { id: '1', author: authors.user },
            { id: '2', author: authors.bot },
            { id: '3', author: null },
          ],
        },
        Post: {
          __resolveReference: find([
            { id: '1', author: authors.user },
            { id: '2', author: authors.bot },
          ]),
        },
      },
    },
    bylines: {
      sdl: `
        type Post @key(fields: "id") {
          id: ID!
          author: Author @external
          byline: String @requires(fields: "author { name }")
          contact: String @requires(fields: "author { ... on User { email } ... on Bot { model } }")
          both: String @requires(fields: "author { name ... on User { email } }")
        }
        ${types
          .replaceAll('@shareable', '')
          .replaceAll(/(name|email|model): String/g, '$1: String @external')
          .replace('{ name: String @external }', '{ name: String }')}
      `,
      resolvers: {
        Post: {
          byline: ({ author }: Post) => `by ${author?.name ?? 'nobody'}`,
          contact: ({ author }: Post) => author?.email ?? author?.model ?? null,
          both: ({ author }: Post) => `${author?.name ?? 'nobody'} ${author?.email ?? 'nowhere'}`,
        },
      },
    },
  },
  operations: [
    {
      title: 'a field of the interface',
      query: '{ posts { byline } }',
      data: { posts: [{ byline: 'by Ada' }, { byline: 'by Bolt' }, { byline: 'by nobody' }] },
    },
    {
      title: 'fields of its types',
      query: '{ posts { contact } }',
      data: { posts: [{ contact: 'ada@example.com' }, { contact: 'b-1' }, { contact: null }] },
    },
    {
      title: 'both, beside the fields that the client selects',
      query: '{ posts { both byline author { __typename ... on Bot { model } } } }',
      data: {
        posts: [
          { both: 'Ada ada@example.com', byline: 'by Ada', author: { __typename: 'User' } },
          { both: 'Bolt nowhere', byline: 'by Bolt', author: { __typename: 'Bot', model: 'b-1' } },
          { both: 'nobody nowhere', byline: 'by nobody', author: null },
        ],
      },
    },
  ],
});
