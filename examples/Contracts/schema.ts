import { connectionTypes, searchTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';
import { contracts } from './bll/contracts/service.ts';

export const typeDefs = gql`
  "A contract that the organization keeps at Paperhub."
  type Contract implements Node @key(fields: "id") {
    id: ID!
    title: String!
    "The other side."
    party: String!
    endsAt: DateTime!
    "The number of the renewal that was requested at Paperhub."
    renewal: String
    "The user who has filed it."
    keeper: User
    "Its document in the vault, soon after it was filed."
    document: Document
    "The name of the last event of its document, such as entity.archived."
    documentEvent: String
  }

  type User @key(fields: "id") {
    id: ID!
    "The contracts that this user has filed; those that end first come first, unless orderBy says otherwise."
    contracts(
      first: Int
      after: String
      last: Int
      before: String
      filter: ContractFilter
      orderBy: [ContractOrder!]
    ): ContractConnection
  }

  type Document @key(fields: "id", resolvable: false) {
    id: ID!
  }

  ${connectionTypes('Contract', contracts)}
  ${searchTypes('Contract')}

  "A contract, and how similar it is, from -1 to 1."
  type SimilarContract {
    contract: Contract!
    similarity: Float!
  }

  enum ImportState {
    WAITING
    RUNNING
    DONE
    "An operator looks after it."
    DEAD
  }

  type ContractImport {
    id: ID!
    state: ImportState!
    done: Int!
    total: Int
    "The reason why its last try failed."
    error: String
  }

  type Query {
    "All contracts of the organization; those that end first come first, unless orderBy says otherwise."
    contracts(
      first: Int
      after: String
      last: Int
      before: String
      filter: ContractFilter
      orderBy: [ContractOrder!]
    ): ContractConnection
    "Finds contracts by words, the best match first."
    searchContracts(text: String!, first: Int, after: String): ContractMatchConnection
    "Finds contracts by meaning, the most similar first."
    similarContracts(text: String!, first: Int): [SimilarContract!]
    contractImport(id: ID!): ContractImport
  }

  "The organization has no account at Paperhub yet."
  type NoAccount implements Failure {
    message: String!
    "The settings that are missing."
    settings: [String!]!
  }

  union StartContractImportResult = ContractImport | NoAccount | InvalidInput
  union FileContractResult = Contract | NotFound | Conflict | InvalidInput
  union RenewContractResult = Contract | NotFound | Conflict | InvalidInput

  type Mutation {
    "Imports what has changed at Paperhub since the last import."
    startContractImport: StartContractImportResult @role(needs: "admin")
    "Makes the caller the keeper of a contract, and a document of it."
    fileContract(id: ID!): FileContractResult @role(needs: "member")
    "Requests the renewal of a contract at Paperhub."
    renewContract(id: ID!): RenewContractResult @role(needs: "member")
  }
`;
