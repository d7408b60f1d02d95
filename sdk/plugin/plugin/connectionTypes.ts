import type { DocumentNode } from 'graphql';
import { gql } from 'graphql-tag';

/** The Relay connection of a type, to put into a schema: `<Type>Connection` and `<Type>Edge`. */
export function connectionTypes(type: string): DocumentNode {
  return gql`
    type ${type}Connection {
      edges: [${type}Edge!]!
      pageInfo: PageInfo!
      totalCount: Int!
    }

    type ${type}Edge {
      cursor: String!
      node: ${type}!
    }
  `;
}
