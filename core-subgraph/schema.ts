import { connectionTypes } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';
import { auditEntries } from './bll/audit/service.ts';
import { documents } from './bll/documents/service.ts';
import { folders } from './bll/folders/service.ts';
import { users } from './bll/users/service.ts';
import { auditTypes } from './schema/auditTypes.ts';
import { operationTypes } from './schema/operationTypes.ts';

export const typeDefs = gql`
  "A tenant of the vault: its users see its own data alone."
  type Organization implements Node @key(fields: "id") {
    id: ID!
    "Its name in tokens, subjects and logs."
    slug: String!
    name: String!
    createdAt: DateTime!
  }

  "The rights of a user; an admin has all rights of a member."
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
    "Either the folders in use or the archived ones; newest first, unless orderBy says otherwise."
    documents(
      first: Int
      after: String
      last: Int
      before: String
      archived: Boolean = false
      filter: DocumentFilter
      orderBy: [DocumentOrder!]
    ): DocumentConnection
    createdAt: DateTime!
    "Null while it is in use."
    archivedAt: DateTime
  }

  "A text that people write."
  type Document implements Node @key(fields: "id") {
    id: ID!
    title: String!
    body: String!
    folder: Folder
    "The author; null if that user no longer exists."
    createdBy: User
    "The owner: the author, or the user to whom it was transferred; null if that user no longer exists."
    owner: User
    createdAt: DateTime!
    "The time of the last change of its title or body."
    updatedAt: DateTime!
    "Null while it is in use."
    archivedAt: DateTime
    "Increases with every change; send it as expectedVersion to change only the version that you have read."
    version: Int!
  }

  ${operationTypes}
  ${auditTypes}

  ${connectionTypes('User', users)}
  ${connectionTypes('Folder', folders)}
  ${connectionTypes('Document', documents)}
  ${connectionTypes('AuditEntry', auditEntries)}

  # Nothing at the root is non-null: a field that fails must not lose the rest of the answer.
  type Query {
    "The user of the token; null if the organization has no such user."
    viewer: User
    "The object with this id: of core, and in a vault of any plugin. Null if there is none."
    node(id: ID!): Node
    "The objects with these ids, at most 100, in their order."
    nodes(ids: [ID!]!): [Node]
    user(id: ID!): User
    "All users, or the one of that name; by username, unless orderBy says otherwise."
    users(
      first: Int
      after: String
      last: Int
      before: String
      username: String
      filter: UserFilter
      orderBy: [UserOrder!]
    ): UserConnection
    folder(id: ID!): Folder
    "Either the folders in use or the archived ones; newest first, unless orderBy says otherwise."
    folders(
      first: Int
      after: String
      last: Int
      before: String
      archived: Boolean = false
      filter: FolderFilter
      orderBy: [FolderOrder!]
    ): FolderConnection
    document(id: ID!): Document
    "Of one folder or of all; either the documents in use or the archived ones; newest first, unless orderBy says otherwise."
    documents(
      first: Int
      after: String
      last: Int
      before: String
      folderId: ID
      archived: Boolean = false
      filter: DocumentFilter
      orderBy: [DocumentOrder!]
    ): DocumentConnection
    "The newest runs of the organization's workflows, in core and in every active plugin, or in one."
    sagas(status: SagaStatus, plugin: String): SagaList @role(needs: "admin")
    saga(id: ID!): Saga @role(needs: "admin")
    "The dead letters of the organization's handlers and tasks that nobody has replayed with success."
    deadLetters(plugin: String): DeadLetterList @role(needs: "admin")
    deadLetter(id: ID!): DeadLetter @role(needs: "admin")
    "The active plugins, each turned on or off for the organization."
    plugins: PluginList @role(needs: "admin")
    "The actions of admins and operators in the organization, newest first."
    auditLog(
      first: Int
      after: String
      last: Int
      before: String
      filter: AuditEntryFilter
      orderBy: [AuditEntryOrder!]
    ): AuditEntryConnection @role(needs: "admin")
  }

  input CreateUserInput {
    "1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit."
    username: String!
    "1 to 1000 characters, for the audit log."
    reason: String
  }

  input ChangeUserRoleInput {
    userId: ID!
    role: Role!
    "1 to 1000 characters, for the audit log."
    reason: String!
  }

  input CreateFolderInput {
    "1 to 255 characters."
    name: String!
  }

  input CreateDocumentInput {
    "1 to 255 characters."
    title: String!
    "At most 100000 characters; empty by default."
    body: String
    "A folder in use; none by default."
    folderId: ID
  }

  input UpdateDocumentInput {
    id: ID!
    "Kept unless given."
    title: String
    "Kept unless given."
    body: String
    "The version that you have read; a Conflict if it has changed since."
    expectedVersion: Int
  }

  "A plugin's objection to the action."
  type Objection implements Failure {
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

  union TurnPluginResult = PluginState | InvalidInput | NotFound | Conflict
  union OperateSagaResult = Saga | InvalidInput | NotFound | Conflict
  union ReplayDeadLetterResult = DeadLetter | InvalidInput | NotFound | Conflict

  type Mutation {
    "Adds a user to the organization; a Conflict if the username is taken."
    createUser(input: CreateUserInput!): CreateUserResult @role(needs: "admin")
    "A Conflict for the last admin, and for a user who has left. A token keeps the roles that it was issued with."
    changeUserRole(input: ChangeUserRoleInput!): ChangeUserRoleResult @role(needs: "admin")
    "A Conflict if a folder in use has that name."
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
    "Makes another user the owner; a Conflict if that user would own too many. Plugins follow, or return an Objection."
    transferDocument(id: ID!, toUserId: ID!): TransferDocumentResult @role(needs: "member")
    "Offboards a user, and transfers all that the user owns to another one, including the data of plugins; all of it, or nothing. A Conflict for the last admin."
    offboardUser(userId: ID!, transferTo: ID!, reason: String): OffboardUserResult @role(needs: "admin")
    "Permanently deletes a document, archived or not; an Objection if a plugin objects."
    deleteDocument(id: ID!): DeleteDocumentResult @role(needs: "member")
    "Turns a plugin on for the organization; what came while it was off is then handled."
    enablePlugin(name: String!, reason: String): TurnPluginResult @role(needs: "admin")
    "Turns a plugin off for the organization: its fields do not answer, and its events and tasks wait. What protects people goes on. A Conflict for core."
    disablePlugin(name: String!, reason: String): TurnPluginResult @role(needs: "admin")
    "Retries the step of a stuck run; a Conflict if it is not stuck. The author, the time and the reason become part of its story."
    retrySaga(id: ID!, reason: String): OperateSagaResult @role(needs: "admin")
    "Counts the step whose undo fails as undone by hand; the rest is undone."
    skipSaga(id: ID!, reason: String!): OperateSagaResult @role(needs: "admin")
    "Closes a stuck run without a change."
    resolveSaga(id: ID!, reason: String!): OperateSagaResult @role(needs: "admin")
    "Delivers a dead letter again, to its handler alone."
    replayDeadLetter(id: ID!, reason: String): ReplayDeadLetterResult @role(needs: "admin")
  }
`;
