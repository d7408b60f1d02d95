import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';
import { bookmarks } from './bll/bookmarks/service.ts';

export const typeDefs = gql`
  "A link that a user has shared with the organization."
  type SharedBookmark implements Node @key(fields: "id") {
    id: ID!
    targetUrl: String!
    title: String!
    "The user who shared it; null if that user no longer exists."
    sharedBy: User
    createdAt: DateTime!
  }

  type User @key(fields: "id") {
    id: ID!
    "The links of this user; newest first, unless orderBy says otherwise."
    sharedBookmarks(
      first: Int
      after: String
      last: Int
      before: String
      filter: SharedBookmarkFilter
      orderBy: [SharedBookmarkOrder!]
    ): SharedBookmarkConnection
  }

  ${connectionTypes('SharedBookmark', bookmarks)}

  type Query {
    "All links of the organization; newest first, unless orderBy says otherwise."
    sharedBookmarks(
      first: Int
      after: String
      last: Int
      before: String
      filter: SharedBookmarkFilter
      orderBy: [SharedBookmarkOrder!]
    ): SharedBookmarkConnection
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
    "Removes a shared link."
    removeSharedBookmark(id: ID!): RemoveSharedBookmarkResult @role(needs: "member")
  }
`;
