import type { DocumentNode } from 'graphql';
import { gql } from 'graphql-tag';

/** The SDL of a Relay connection of a type: `<Type>Connection` and `<Type>Edge`. */
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
