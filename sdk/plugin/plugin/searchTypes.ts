import { Kind, visit, BREAK, type DocumentNode } from 'graphql';
import { gql } from 'graphql-tag';

const highlightPart = 'HighlightPart';

/** The SDL of a search of a type, the best match first: `<Type>MatchConnection` and `<Type>MatchEdge`. */
export function searchTypes(type: string): DocumentNode {
  return gql`
    type ${type}MatchConnection {
      edges: [${type}MatchEdge!]!
      pageInfo: PageInfo!
    }

    type ${type}MatchEdge {
      cursor: String!
      node: ${type}!
      "Higher is better; ranks of different searches cannot be compared."
      rank: Float!
      "The text around the words that were found. It is text, not HTML."
      highlight: [HighlightPart!]!
    }
  `;
}

const highlightTypeDefs = gql`
  "A part of a text that was found; in a match, the words that were searched."
  type HighlightPart @shareable {
    text: String!
    isMatch: Boolean!
  }
`;

/** The definition that all searches of a plugin share, if it has one. */
export function sharedSearchTypeDefs(typeDefs: DocumentNode | undefined): readonly DocumentNode[] {
  return typeDefs && hasHighlights(typeDefs) ? [highlightTypeDefs] : [];
}

function hasHighlights(typeDefs: DocumentNode): boolean {
  let isFound = false;
  visit(typeDefs, {
    [Kind.NAMED_TYPE](node) {
      isFound ||= node.name.value === highlightPart;
      return isFound ? BREAK : undefined;
    },
  });
  return isFound;
}
