import { gql } from 'graphql-tag';

export const typeDefs = gql`
  type Document @key(fields: "id") {
    id: ID!
    "A few sentences, soon after it was written or changed; null until then, without a text, and while it is archived."
    summary: String
    "The model that has written the summary; those whose names begin with embedded- are part of the vault, and take sentences out of the text."
    summaryModel: String
  }
`;
