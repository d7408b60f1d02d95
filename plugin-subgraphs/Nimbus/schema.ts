import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';

export const typeDefs = gql`
  "Something that happened in the organization."
  type ActivityEntry implements Node @key(fields: "id") {
    id: ID!
    at: DateTime!
    "The name of its hook, such as entity.archived."
    kind: String!
    "The plugin that fired it."
    plugin: String!
    "The user who did it; null if nobody did, or if that user no longer exists."
    user: User
    "Such as Document; null if it is about no entity. Of run.stuck it is Run, of letter.dead DeadLetter."
    entityType: String
    entityId: ID
    "The document that it is about, while it exists."
    document: Document
    "The address of the entity in the frontend, while it exists."
    link: String
  }

  ${connectionTypes('ActivityEntry')}

  type Document @key(fields: "id") {
    id: ID!
    "All that happened to this document, the newest first."
    activity(first: Int, after: String): ActivityEntryConnection
  }

  type User @key(fields: "id") {
    id: ID!
    "All that this user did, the newest first."
    activity(first: Int, after: String): ActivityEntryConnection
  }

  type Query {
    "The events of the organization, the newest first: of one entity, or of some kinds, at most 50. Only admins see run.stuck, letter.dead and audit."
    activity(first: Int, after: String, entityId: ID, kinds: [String!]): ActivityEntryConnection
  }
`;
