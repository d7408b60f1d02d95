import { gql } from 'graphql-tag';

export const typeDefs = gql`
  type Document @key(fields: "id") {
    id: ID!
    "A few sentences, soon after it was written or changed; null until then, without a text, and while it is archived."
    summary: String
    "The model that has written the summary. Those whose names begin with embedded- are part of the vault, and take sentences out of the text."
    summaryModel: String
  }

  "An answer from the organization's documents, a statement on each line, with the numbers of its citations: Ada gives the word. [2]"
  type DocumentAnswer {
    text: String!
    citations: [Citation!]!
    model: String!
  }

  type Citation {
    number: Int!
    "Null if it was deleted meanwhile."
    document: Document
  }

  "The documents do not answer the question."
  type NothingFound implements Failure {
    message: String!
  }

  "The organization has too few tokens left for a question."
  type OverBudget implements Failure {
    message: String!
    tokens: Int!
    limit: Int!
    resetsAt: DateTime!
  }

  "The vendor of the model gave no answer in time."
  type ModelUnavailable implements Failure {
    message: String!
    "As the vendor says."
    retryAfterSeconds: Int
  }

  "The use of models by the organization on a day (UTC)."
  type LlmUsage {
    day: String!
    "The tokens that were spent, or are reserved for work under way. Embedded models take none."
    tokens: Int!
    limit: Int!
    chatModel: String!
    embeddingModel: String!
  }

  type Query {
    "The use of models today."
    llmUsage: LlmUsage
  }

  union AskDocumentsResult = DocumentAnswer | NothingFound | OverBudget | ModelUnavailable | InvalidInput

  type Mutation {
    "Answers a question from the organization's documents in use; it takes tokens of the day."
    askDocuments(question: String!): AskDocumentsResult @role(needs: "member")
  }
`;
