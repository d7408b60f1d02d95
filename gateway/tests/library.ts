import { startSubgraph, type TestSubgraph } from './startSubgraph.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key", "@shareable"])\n`;

export const coreSdl = `${link}
type Query {
  viewer: User
  documents: [Document!]
}
type User @key(fields: "id") {
  id: ID!
  username: String!
}
type Document @key(fields: "id") {
  id: ID!
  title: String!
  author: User
}
`;

export const bookmarksSdl = `${link}
type Query {
  bookmarks: [String!]
  sharers: [User]
}
type Mutation {
  share: Boolean
}
type User @key(fields: "id") {
  id: ID!
  shared: [String!]
}
`;

const users = { a: { id: 'a', username: 'ada' }, g: { id: 'g', username: 'grace' } };
const documents = [
  { id: '1', title: 'One', author: users.a },
  { id: '2', title: 'Two', author: null },
  { id: '3', title: 'Three', author: users.g },
];

/** A core with two users and three documents, the second without an author. */
export function startCore(): Promise<TestSubgraph> {
  return startSubgraph(coreSdl, {
    Query: { viewer: () => users.a, documents: () => documents },
    User: { __resolveReference: ({ id }: { id: 'a' | 'g' }) => users[id] },
  });
}

/** A plugin that gives every user one bookmark. */
export function startBookmarks(port = 0): Promise<TestSubgraph> {
  return startSubgraph(
    bookmarksSdl,
    {
      Query: { bookmarks: () => ['https://example.com/'] },
      Mutation: { share: () => true },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        shared: ({ id }: { id: string }) => [`https://example.com/${id}`],
      },
    },
    port,
  );
}
