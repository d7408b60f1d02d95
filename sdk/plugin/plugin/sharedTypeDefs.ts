import { gql } from 'graphql-tag';

/** The definitions that every subgraph has: the federation directives, `@role`, and the value types that all share. */
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

  "The minimum role of a caller of this field, member or admin, and the scopes that the token must have in addition."
  directive @role(needs: String!, scopes: [String!]) on FIELD_DEFINITION

  "An instant, in ISO 8601 with milliseconds, UTC."
  scalar DateTime

  "Something with an id that is unique in the vault."
  interface Node {
    id: ID!
  }

  "The position of a page in its list."
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  "The direction of an order; null is the greatest value."
  enum OrderDirection {
    ASC
    DESC
  }

  input IDFilter {
    eq: ID
    in: [ID!]
    isNull: Boolean
  }

  input StringFilter {
    eq: String
    in: [String!]
    lt: String
    lte: String
    gt: String
    gte: String
    "Literally, in the same case."
    contains: String
    isNull: Boolean
  }

  input IntFilter {
    eq: Int
    in: [Int!]
    lt: Int
    lte: Int
    gt: Int
    gte: Int
    isNull: Boolean
  }

  input FloatFilter {
    eq: Float
    in: [Float!]
    lt: Float
    lte: Float
    gt: Float
    gte: Float
    isNull: Boolean
  }

  input BooleanFilter {
    eq: Boolean
    isNull: Boolean
  }

  input DateTimeFilter {
    eq: DateTime
    in: [DateTime!]
    lt: DateTime
    lte: DateTime
    gt: DateTime
    gte: DateTime
    isNull: Boolean
  }

  "An expected failure of a mutation; the message says in a sentence why nothing was done."
  interface Failure {
    message: String!
  }

  "The input is invalid: the fault, and where it is."
  type InvalidInput implements Failure @shareable {
    message: String!
    path: [String!]!
  }

  "There is nothing with this id that you may see."
  type NotFound implements Failure @shareable {
    message: String!
  }

  "Someone else changed it first, or it is in use; read it again and decide."
  type Conflict implements Failure @shareable {
    message: String!
  }
`;
