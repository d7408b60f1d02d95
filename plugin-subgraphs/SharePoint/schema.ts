import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';

export const typeDefs = gql`
  "A site of SharePoint whose files are documents of the vault."
  type SharePointSite implements Node @key(fields: "id") {
    id: ID!
    name: String!
    webUrl: String!
    "The user who looks after it: who connected it, or took it over."
    keeper: User
    "The latest import."
    import: SharePointImport
    "At most 100 files that could not be imported as they are."
    problems: [SharePointProblem!]
    "Null while it is connected. The documents of a removed site stay."
    removedAt: DateTime
  }

  enum SharePointImportState {
    WAITING
    RUNNING
    DONE
    "An operator looks after it."
    DEAD
  }

  type SharePointImport {
    state: SharePointImportState!
    "The number of files that it has imported or changed so far."
    done: Int!
    "The name of the file that it reads."
    file: String
    "The reason why its last try failed."
    error: String
  }

  type SharePointProblem {
    path: String!
    message: String!
  }

  type User @key(fields: "id", resolvable: false) {
    id: ID!
  }

  type Document @key(fields: "id") {
    id: ID!
    "The file that it was imported from; null for every other document."
    source: DocumentSource
  }

  type DocumentSource {
    site: SharePointSite
    "In its library, as of the last change of the file."
    path: String!
    webUrl: String!
    "True if the text of the file is longer than a document may be: the document has its beginning."
    isCut: Boolean!
    "True if the file was deleted: its document is archived."
    isGone: Boolean!
  }

  ${connectionTypes('SharePointSite')}

  type Query {
    "The connected sites, by name."
    sharePointSites(first: Int, after: String): SharePointSiteConnection
  }

  "The organization has not entered its app registration yet."
  type SharePointNotConfigured implements Failure {
    message: String!
    "The settings that are missing."
    settings: [String!]!
  }

  "Microsoft has refused the app registration, or has answered something unexpected."
  type SharePointRefused implements Failure {
    message: String!
  }

  "SharePoint is busy, slow or down."
  type SharePointUnavailable implements Failure {
    message: String!
    "As SharePoint says."
    retryAfterSeconds: Int
  }

  input ConnectSharePointSiteInput {
    "Such as https://contoso.sharepoint.com/sites/Team."
    url: String!
  }

  union ConnectSharePointSiteResult =
    | SharePointSite
    | SharePointNotConfigured
    | SharePointRefused
    | SharePointUnavailable
    | NotFound
    | Conflict
    | InvalidInput
  union ImportSharePointSiteResult =
    | SharePointSite
    | SharePointNotConfigured
    | NotFound
    | Conflict
    | InvalidInput
  union RemoveSharePointSiteResult = SharePointSite | NotFound | InvalidInput

  type Mutation {
    "Connects a site; its files follow every quarter of an hour."
    connectSharePointSite(input: ConnectSharePointSiteInput!): ConnectSharePointSiteResult
      @role(needs: "admin")
    "Imports at once what has changed; all of the site for the first time."
    importSharePointSite(id: ID!): ImportSharePointSiteResult @role(needs: "admin")
    "Removes a site; its documents stay."
    removeSharePointSite(id: ID!): RemoveSharePointSiteResult @role(needs: "admin")
  }
`;
