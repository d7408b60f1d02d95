import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';

export const typeDefs = gql`
  "A link that somebody shared with the organization."
  type SharedBookmark @key(fields: "id") {
    id: ID!
    targetUrl: String!
    title: String!
    "Who shared it; null where that user is gone."
    sharedBy: User
    createdAt: DateTime!
  }

  type User @key(fields: "id") {
    id: ID!
    "What this user has shared, newest first."
    sharedBookmarks(first: Int, after: String, last: Int, before: String): SharedBookmarkConnection
  }

  ${connectionTypes('SharedBookmark')}

  type Query {
    "All that the organization shares, newest first."
    sharedBookmarks(first: Int, after: String, last: Int, before: String): SharedBookmarkConnection
  }

  input ShareBookmarkInput {
    "An http or https URL of at most 2048 characters."
    targetUrl: String!
    title: String!
  }

  union ShareBookmarkResult = SharedBookmark | InvalidInput
  union RemoveSharedBookmarkResult = SharedBookmark | NotFound | InvalidInput

  type Mutation {
    "Shares a link with the organization."
    shareBookmark(input: ShareBookmarkInput!): ShareBookmarkResult @role(needs: "member")
    "Takes a shared link back."
    removeSharedBookmark(id: ID!): RemoveSharedBookmarkResult @role(needs: "member")
  }
`;
