import { gql } from 'graphql-tag';

/** The definitions that every subgraph has: the federation directives, `@role`, and the value types that all of them share. */
export const sharedTypeDefs = gql`
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key"
        "@shareable"
        "@external"
        "@requires"
        "@provides"
        "@override"
        "@inaccessible"
        "@tag"
      ]
    )

  "The least role that may ask for this field, member or admin, and the scopes that its token has to have beside it."
  directive @role(needs: String!, scopes: [String!]) on FIELD_DEFINITION

  "An instant, in ISO 8601 with milliseconds, UTC."
  scalar DateTime

  "Something with an id that is unique in the vault."
  interface Node {
    id: ID!
  }

  "Where a page stands in its list."
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  "The input does not fit: what is wrong, and where."
  type InvalidInput @shareable {
    message: String!
    path: [String!]!
  }

  "Nothing of this id is there for you."
  type NotFound @shareable {
    message: String!
  }

  "Someone else changed it first, or it is in use; look again and decide."
  type Conflict @shareable {
    message: String!
  }
`;
