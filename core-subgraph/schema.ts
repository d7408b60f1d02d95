import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';
import { auditTypes } from './schema/auditTypes.ts';
import { operationTypes } from './schema/operationTypes.ts';

export const typeDefs = gql`
  "A tenant of the vault: all that its users see is its own."
  type Organization implements Node @key(fields: "id") {
    id: ID!
    "What it is called in tokens, subjects and logs."
    slug: String!
    name: String!
    createdAt: DateTime!
  }

  "What somebody may do; an admin may do all that a member may."
  enum Role {
    MEMBER
    ADMIN
  }

  type User implements Node @key(fields: "id") {
    id: ID!
    "Unique in the organization."
    username: String!
    role: Role!
    organization: Organization!
    createdAt: DateTime!
    "Null while the user has not left."
    offboardedAt: DateTime
  }

  "A place for documents."
  type Folder implements Node @key(fields: "id") {
    id: ID!
    "Unique among the folders in use."
    name: String!
    "Those in use, or the archived ones; newest first."
    documents(
      first: Int
      after: String
      last: Int
      before: String
      archived: Boolean = false
    ): DocumentConnection
    createdAt: DateTime!
    "Null while it is in use."
    archivedAt: DateTime
  }

  "What people write."
  type Document implements Node @key(fields: "id") {
    id: ID!
    title: String!
    body: String!
    folder: Folder
    "Who wrote it first; null where that user is gone."
    createdBy: User
    "Who wrote it, or who got it since; null where that user is gone."
    owner: User
    createdAt: DateTime!
    "When its title or body last changed."
    updatedAt: DateTime!
    "Null while it is in use."
    archivedAt: DateTime
    "Goes up with every change; give it back as expectedVersion to change only what you have seen."
    version: Int!
  }

  ${operationTypes}
  ${auditTypes}

  ${connectionTypes('User')}
  ${connectionTypes('Folder')}
  ${connectionTypes('Document')}
  ${connectionTypes('AuditEntry')}

  # Nothing at the root is non-null: one field that fails must not take the rest of the answer with it.
  type Query {
    "Whoever the token is for; null where the organization has no such user."
    viewer: User
    "Any organization, user, folder or document."
    node(id: ID!): Node
    user(id: ID!): User
    "By username; all, or the one of that name."
    users(first: Int, after: String, last: Int, before: String, username: String): UserConnection
    folder(id: ID!): Folder
    "Those in use, or the archived ones; newest first."
    folders(first: Int, after: String, last: Int, before: String, archived: Boolean = false): FolderConnection
    document(id: ID!): Document
    "Of one folder or of all; those in use, or the archived ones; newest first."
    documents(
      first: Int
      after: String
      last: Int
      before: String
      folderId: ID
      archived: Boolean = false
    ): DocumentConnection
    "The newest runs of the organization's workflows, in core and in every active plugin, or in one."
    sagas(status: SagaStatus, plugin: String): SagaList @role(needs: "admin")
    saga(id: ID!): Saga @role(needs: "admin")
    "What handlers and tasks of the organization could not do and nobody has replayed with success."
    deadLetters(plugin: String): DeadLetterList @role(needs: "admin")
    deadLetter(id: ID!): DeadLetter @role(needs: "admin")
    "What admins and operators did in the organization, newest first."
    auditLog(first: Int, after: String, last: Int, before: String): AuditEntryConnection @role(needs: "admin")
  }

  input CreateUserInput {
    "1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit."
    username: String!
    "1 to 1000 characters, for those who look at it later."
    reason: String
  }

  input ChangeUserRoleInput {
    userId: ID!
    role: Role!
    "1 to 1000 characters, for those who look at it later."
    reason: String!
  }

  input CreateFolderInput {
    "1 to 255 characters."
    name: String!
  }

  input CreateDocumentInput {
    "1 to 255 characters."
    title: String!
    "At most 100000 characters; empty unless given."
    body: String
    "A folder in use; none unless given."
    folderId: ID
  }

  input UpdateDocumentInput {
    id: ID!
    "Kept unless given."
    title: String
    "Kept unless given."
    body: String
    "The version that you have seen; a Conflict where it has changed since."
    expectedVersion: Int
  }

  "A plugin's reason not to let it happen."
  type Objection {
    message: String!
    plugin: String!
  }

  union CreateUserResult = User | InvalidInput | Conflict
  union ChangeUserRoleResult = User | InvalidInput | NotFound | Conflict
  union CreateFolderResult = Folder | InvalidInput | Conflict
  union ArchiveFolderResult = Folder | InvalidInput | NotFound | Conflict
  union RestoreFolderResult = Folder | InvalidInput | NotFound | Conflict
  union CreateDocumentResult = Document | InvalidInput | NotFound | Conflict
  union UpdateDocumentResult = Document | InvalidInput | NotFound | Conflict
  union ArchiveDocumentResult = Document | InvalidInput | NotFound | Conflict
  union RestoreDocumentResult = Document | InvalidInput | NotFound | Conflict
  union TransferDocumentResult = Document | InvalidInput | NotFound | Conflict | Objection
  union OffboardUserResult = User | InvalidInput | NotFound | Conflict | Objection
  union DeleteDocumentResult = Document | InvalidInput | NotFound | Objection

  union OperateSagaResult = Saga | InvalidInput | NotFound | Conflict
  union ReplayDeadLetterResult = DeadLetter | InvalidInput | NotFound | Conflict

  type Mutation {
    "Adds a member to the organization; a Conflict where the username is taken."
    createUser(input: CreateUserInput!): CreateUserResult @role(needs: "admin")
    "A Conflict for the last admin, and for a user who has left. A token keeps the roles that it was given with."
    changeUserRole(input: ChangeUserRoleInput!): ChangeUserRoleResult @role(needs: "admin")
    "A Conflict where a folder in use has that name."
    createFolder(input: CreateFolderInput!): CreateFolderResult @role(needs: "member")
    "Archives the folder with all of its documents."
    archiveFolder(id: ID!): ArchiveFolderResult @role(needs: "member")
    "Restores the folder and the documents that were archived with it."
    restoreFolder(id: ID!): RestoreFolderResult @role(needs: "member")
    createDocument(input: CreateDocumentInput!): CreateDocumentResult @role(needs: "member")
    "Changes a document in use."
    updateDocument(input: UpdateDocumentInput!): UpdateDocumentResult @role(needs: "member")
    archiveDocument(id: ID!): ArchiveDocumentResult @role(needs: "member")
    "A Conflict while its folder is archived."
    restoreDocument(id: ID!): RestoreDocumentResult @role(needs: "member")
    "Makes somebody else the owner; a Conflict where they would have too many. Plugins follow, or keep it with an Objection."
    transferDocument(id: ID!, toUserId: ID!): TransferDocumentResult @role(needs: "member")
    "Lets a user go, and gives all that is theirs to another one, also what plugins keep; all of it, or nothing. A Conflict for the last admin."
    offboardUser(userId: ID!, transferTo: ID!, reason: String): OffboardUserResult @role(needs: "admin")
    "Deletes a document for good, archived or not; an Objection where a plugin has a reason to keep it."
    deleteDocument(id: ID!): DeleteDocumentResult @role(needs: "member")
    "Has a stuck run try its step again; a Conflict where it is not stuck. Who did it, when and why becomes part of its story."
    retrySaga(id: ID!, reason: String): OperateSagaResult @role(needs: "admin")
    "Counts the step that cannot be undone as undone by hand; the rest is undone."
    skipSaga(id: ID!, reason: String!): OperateSagaResult @role(needs: "admin")
    "Closes a stuck run as it is."
    resolveSaga(id: ID!, reason: String!): OperateSagaResult @role(needs: "admin")
    "Has a dead letter tried again, by its handler alone."
    replayDeadLetter(id: ID!, reason: String): ReplayDeadLetterResult @role(needs: "admin")
  }
`;
