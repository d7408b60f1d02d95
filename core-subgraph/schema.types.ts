// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.
import type { Connection, GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig, ReferenceTo, ResolversOf, Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import type { AuditEntryView } from './bll/audit/helpers.ts';
import type { DocumentView } from './bll/documents/helpers.ts';
import type { FolderView } from './bll/folders/helpers.ts';
import type { SagaView, DeadLetterView } from './bll/operations/helpers.ts';
import type { OrganizationView } from './bll/organizations/helpers.ts';
import type { UserView } from './bll/users/helpers.ts';

export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type ResolverFn<TResult, TParent, TContext, TArgs> = (parent: TParent, args: TArgs, vault: TContext) => TResult | Promise<TResult>
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant, in ISO 8601 with milliseconds, UTC. */
  DateTime: { input: string; output: string | Date; }
};

/** Something with an id that is unique in the vault. */
export type Node = {
  readonly id: Scalars['ID']['output'];
};

/** The position of a page in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** The direction of an order; null is the greatest value. */
export type OrderDirection =
  | 'ASC'
  | 'DESC';

export type IdFilter = {
  readonly eq?: InputMaybe<Scalars['ID']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

export type StringFilter = {
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly lt?: InputMaybe<Scalars['String']['input']>;
  readonly lte?: InputMaybe<Scalars['String']['input']>;
  readonly gt?: InputMaybe<Scalars['String']['input']>;
  readonly gte?: InputMaybe<Scalars['String']['input']>;
  /** Literally, in the same case. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

export type IntFilter = {
  readonly eq?: InputMaybe<Scalars['Int']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  readonly lt?: InputMaybe<Scalars['Int']['input']>;
  readonly lte?: InputMaybe<Scalars['Int']['input']>;
  readonly gt?: InputMaybe<Scalars['Int']['input']>;
  readonly gte?: InputMaybe<Scalars['Int']['input']>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

export type FloatFilter = {
  readonly eq?: InputMaybe<Scalars['Float']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<Scalars['Float']['input']>>;
  readonly lt?: InputMaybe<Scalars['Float']['input']>;
  readonly lte?: InputMaybe<Scalars['Float']['input']>;
  readonly gt?: InputMaybe<Scalars['Float']['input']>;
  readonly gte?: InputMaybe<Scalars['Float']['input']>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

export type BooleanFilter = {
  readonly eq?: InputMaybe<Scalars['Boolean']['input']>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

export type DateTimeFilter = {
  readonly eq?: InputMaybe<Scalars['DateTime']['input']>;
  readonly in?: InputMaybe<ReadonlyArray<Scalars['DateTime']['input']>>;
  readonly lt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly lte?: InputMaybe<Scalars['DateTime']['input']>;
  readonly gt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly gte?: InputMaybe<Scalars['DateTime']['input']>;
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** An expected failure of a mutation; the message says in a sentence why nothing was done. */
export type Failure = {
  readonly message: Scalars['String']['output'];
};

/** The input is invalid: the fault, and where it is. */
export type InvalidInput = Failure & {
  readonly __typename?: 'InvalidInput';
  readonly message: Scalars['String']['output'];
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** There is nothing with this id that you may see. */
export type NotFound = Failure & {
  readonly __typename?: 'NotFound';
  readonly message: Scalars['String']['output'];
};

/** Someone else changed it first, or it is in use; read it again and decide. */
export type Conflict = Failure & {
  readonly __typename?: 'Conflict';
  readonly message: Scalars['String']['output'];
};

/** A tenant of the vault: its users see its own data alone. */
export type Organization = Node & {
  readonly __typename?: 'Organization';
  readonly id: Scalars['ID']['output'];
  /** Its name in tokens, subjects and logs. */
  readonly slug: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
};

/** The rights of a user; an admin has all rights of a member. */
export type Role =
  | 'MEMBER'
  | 'ADMIN';

export type User = Node & {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** Unique in the organization. */
  readonly username: Scalars['String']['output'];
  readonly role: Role;
  readonly organization: Organization;
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while the user has not left. */
  readonly offboardedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A place for documents. */
export type Folder = Node & {
  readonly __typename?: 'Folder';
  readonly id: Scalars['ID']['output'];
  /** Unique among the folders in use. */
  readonly name: Scalars['String']['output'];
  /** Either the folders in use or the archived ones; newest first, unless orderBy says otherwise. */
  readonly documents?: Maybe<DocumentConnection>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while it is in use. */
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
};


/** A place for documents. */
export type FolderDocumentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<DocumentFilter>;
  orderBy?: InputMaybe<ReadonlyArray<DocumentOrder>>;
};

/** A text that people write. */
export type Document = Node & {
  readonly __typename?: 'Document';
  readonly id: Scalars['ID']['output'];
  readonly title: Scalars['String']['output'];
  readonly body: Scalars['String']['output'];
  readonly folder?: Maybe<Folder>;
  /** The author; null if that user no longer exists. */
  readonly createdBy?: Maybe<User>;
  /** The owner: the author, or the user to whom it was transferred; null if that user no longer exists. */
  readonly owner?: Maybe<User>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** The time of the last change of its title or body. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Null while it is in use. */
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Increases with every change; send it as expectedVersion to change only the version that you have read. */
  readonly version: Scalars['Int']['output'];
};

/** RUNNING and COMPENSATING continue automatically; STUCK waits for an operator; the others are final. */
export type SagaStatus =
  | 'RUNNING'
  | 'COMPENSATING'
  | 'STUCK'
  | 'COMPLETED'
  | 'COMPENSATED'
  | 'RESOLVED';

/** One run of a workflow, in core or in a plugin. */
export type Saga = {
  readonly __typename?: 'Saga';
  readonly id: Scalars['ID']['output'];
  readonly plugin: Scalars['String']['output'];
  /** With its version, such as offboard-user.v1. */
  readonly workflow: Scalars['String']['output'];
  readonly status: SagaStatus;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** True if no process has continued it for 30 s, although it is due: the processes that run may lack its workflow. */
  readonly isLeftAlone: Scalars['Boolean']['output'];
  /** The step that stopped it; null if none did. */
  readonly step?: Maybe<Scalars['String']['output']>;
  readonly code?: Maybe<Scalars['String']['output']>;
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Its events in their order: the ends and the failures of its steps, what was undone, and the acts of operators. */
  readonly story?: Maybe<ReadonlyArray<SagaEvent>>;
  /** The values of the steps, as JSON. */
  readonly context?: Maybe<Scalars['String']['output']>;
};

/** One event of a run. */
export type SagaEvent = {
  readonly __typename?: 'SagaEvent';
  /** forward, stopped, undone, retry, skip or resolve. */
  readonly kind: Scalars['String']['output'];
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  readonly step: Scalars['String']['output'];
  readonly words: Scalars['String']['output'];
};

/** The newest runs, and the plugins that did not answer. */
export type SagaList = {
  readonly __typename?: 'SagaList';
  readonly sagas: ReadonlyArray<Saga>;
  readonly silent: ReadonlyArray<Scalars['String']['output']>;
};

/** DEAD waits for an operator; WAITING will be retried; DONE was done after a replay. */
export type DeadLetterState =
  | 'DEAD'
  | 'WAITING'
  | 'DONE';

/** An event that a handler, or a task, could not process. */
export type DeadLetter = {
  readonly __typename?: 'DeadLetter';
  readonly id: Scalars['ID']['output'];
  readonly plugin: Scalars['String']['output'];
  readonly handler: Scalars['String']['output'];
  /** The type of the event, such as document.archived.v1. */
  readonly type: Scalars['String']['output'];
  readonly state: DeadLetterState;
  /** Since it was last replayed. */
  readonly attempts: Scalars['Int']['output'];
  readonly firstTriedAt: Scalars['DateTime']['output'];
  readonly lastTriedAt: Scalars['DateTime']['output'];
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  /** The payload of the event, as JSON. */
  readonly data?: Maybe<Scalars['String']['output']>;
  readonly replays?: Maybe<ReadonlyArray<DeadLetterReplay>>;
};

/** A replay of a dead letter: its author, time and reason. */
export type DeadLetterReplay = {
  readonly __typename?: 'DeadLetterReplay';
  readonly at: Scalars['DateTime']['output'];
  readonly by: Scalars['String']['output'];
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** The newest dead letters, and the plugins that did not answer. */
export type DeadLetterList = {
  readonly __typename?: 'DeadLetterList';
  readonly deadLetters: ReadonlyArray<DeadLetter>;
  readonly silent: ReadonlyArray<Scalars['String']['output']>;
};

/** A plugin in the organization. */
export type PluginState = {
  readonly __typename?: 'PluginState';
  readonly name: Scalars['String']['output'];
  /** False if an admin of the organization has turned it off. */
  readonly isEnabled: Scalars['Boolean']['output'];
  /** The time at which it was last turned on or off; null if it never was. */
  readonly changedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The number of events and tasks that wait until it is turned on; after that, the number that waited. */
  readonly waiting: Scalars['Int']['output'];
  /** The events and tasks that came while it was turned off, and were kept no longer. */
  readonly forgotten: ReadonlyArray<ForgottenEvents>;
};

/** The number of events of one type, such as document.archived.v1. */
export type ForgottenEvents = {
  readonly __typename?: 'ForgottenEvents';
  readonly type: Scalars['String']['output'];
  readonly number: Scalars['Int']['output'];
};

/** The active plugins, and those that did not answer. */
export type PluginList = {
  readonly __typename?: 'PluginList';
  readonly plugins: ReadonlyArray<PluginState>;
  readonly silent: ReadonlyArray<Scalars['String']['output']>;
};

/** DONE: done; ATTEMPTED: recorded before it was done; REFUSED: follows an attempt that failed; UNDONE: follows an action that was undone. */
export type AuditOutcome =
  | 'DONE'
  | 'ATTEMPTED'
  | 'REFUSED'
  | 'UNDONE';

/** An action, with its author, time and reason. Nobody can change or delete the entry. */
export type AuditEntry = {
  readonly __typename?: 'AuditEntry';
  readonly id: Scalars['ID']['output'];
  readonly at: Scalars['DateTime']['output'];
  /** Null for an actor who is not a user of the organization, for instance on the command line. */
  readonly actor?: Maybe<User>;
  /** The author in words: the username of that time and the id, or the name on the command line. */
  readonly by: Scalars['String']['output'];
  /** Such as user.role-changed or saga.retried. */
  readonly action: Scalars['String']['output'];
  readonly outcome: AuditOutcome;
  /** Such as User, Saga or DeadLetter. */
  readonly subjectType: Scalars['String']['output'];
  readonly subjectId: Scalars['ID']['output'];
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Details, as JSON. */
  readonly details?: Maybe<Scalars['String']['output']>;
  /** The id of the request in which it was done, as in the logs. */
  readonly requestId: Scalars['String']['output'];
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type UserConnection = {
  readonly __typename?: 'UserConnection';
  readonly edges: ReadonlyArray<UserEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type UserEdge = {
  readonly __typename?: 'UserEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
};

/** All conditions hold, and at least one of those of `or`. */
export type UserFilter = {
  readonly username?: InputMaybe<StringFilter>;
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  readonly offboardedAt?: InputMaybe<DateTimeFilter>;
  readonly or?: InputMaybe<ReadonlyArray<UserFilter>>;
};

export type UserOrderField =
  | 'USERNAME'
  | 'CREATED_AT';

export type UserOrder = {
  readonly field: UserOrderField;
  readonly direction?: OrderDirection;
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type FolderConnection = {
  readonly __typename?: 'FolderConnection';
  readonly edges: ReadonlyArray<FolderEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type FolderEdge = {
  readonly __typename?: 'FolderEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Folder;
};

/** All conditions hold, and at least one of those of `or`. */
export type FolderFilter = {
  readonly name?: InputMaybe<StringFilter>;
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  readonly or?: InputMaybe<ReadonlyArray<FolderFilter>>;
};

export type FolderOrderField =
  | 'CREATED_AT'
  | 'NAME';

export type FolderOrder = {
  readonly field: FolderOrderField;
  readonly direction?: OrderDirection;
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type DocumentConnection = {
  readonly __typename?: 'DocumentConnection';
  readonly edges: ReadonlyArray<DocumentEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type DocumentEdge = {
  readonly __typename?: 'DocumentEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Document;
};

/** All conditions hold, and at least one of those of `or`. */
export type DocumentFilter = {
  readonly title?: InputMaybe<StringFilter>;
  readonly folderId?: InputMaybe<IdFilter>;
  readonly createdBy?: InputMaybe<IdFilter>;
  readonly ownerId?: InputMaybe<IdFilter>;
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  readonly updatedAt?: InputMaybe<DateTimeFilter>;
  readonly or?: InputMaybe<ReadonlyArray<DocumentFilter>>;
};

export type DocumentOrderField =
  | 'CREATED_AT'
  | 'UPDATED_AT'
  | 'TITLE';

export type DocumentOrder = {
  readonly field: DocumentOrderField;
  readonly direction?: OrderDirection;
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type AuditEntryConnection = {
  readonly __typename?: 'AuditEntryConnection';
  readonly edges: ReadonlyArray<AuditEntryEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type AuditEntryEdge = {
  readonly __typename?: 'AuditEntryEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: AuditEntry;
};

/** All conditions hold, and at least one of those of `or`. */
export type AuditEntryFilter = {
  readonly at?: InputMaybe<DateTimeFilter>;
  readonly actorId?: InputMaybe<IdFilter>;
  readonly action?: InputMaybe<StringFilter>;
  readonly subjectType?: InputMaybe<StringFilter>;
  readonly subjectId?: InputMaybe<StringFilter>;
  readonly or?: InputMaybe<ReadonlyArray<AuditEntryFilter>>;
};

export type AuditEntryOrderField =
  | 'AT';

export type AuditEntryOrder = {
  readonly field: AuditEntryOrderField;
  readonly direction?: OrderDirection;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The user of the token; null if the organization has no such user. */
  readonly viewer?: Maybe<User>;
  /** The object with this id: of core, and in a vault of any plugin. Null if there is none. */
  readonly node?: Maybe<Node>;
  /** The objects with these ids, at most 100, in their order. */
  readonly nodes?: Maybe<ReadonlyArray<Maybe<Node>>>;
  readonly user?: Maybe<User>;
  /** All users, or the one of that name; by username, unless orderBy says otherwise. */
  readonly users?: Maybe<UserConnection>;
  readonly folder?: Maybe<Folder>;
  /** Either the folders in use or the archived ones; newest first, unless orderBy says otherwise. */
  readonly folders?: Maybe<FolderConnection>;
  readonly document?: Maybe<Document>;
  /** Of one folder or of all; either the documents in use or the archived ones; newest first, unless orderBy says otherwise. */
  readonly documents?: Maybe<DocumentConnection>;
  /** The newest runs of the organization's workflows, in core and in every active plugin, or in one. */
  readonly sagas?: Maybe<SagaList>;
  readonly saga?: Maybe<Saga>;
  /** The dead letters of the organization's handlers and tasks that nobody has replayed with success. */
  readonly deadLetters?: Maybe<DeadLetterList>;
  readonly deadLetter?: Maybe<DeadLetter>;
  /** The active plugins, each turned on or off for the organization. */
  readonly plugins?: Maybe<PluginList>;
  /** The actions of admins and operators in the organization, newest first. */
  readonly auditLog?: Maybe<AuditEntryConnection>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  username?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<ReadonlyArray<UserOrder>>;
};


export type QueryFolderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFoldersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<FolderFilter>;
  orderBy?: InputMaybe<ReadonlyArray<FolderOrder>>;
};


export type QueryDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDocumentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  folderId?: InputMaybe<Scalars['ID']['input']>;
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<DocumentFilter>;
  orderBy?: InputMaybe<ReadonlyArray<DocumentOrder>>;
};


export type QuerySagasArgs = {
  status?: InputMaybe<SagaStatus>;
  plugin?: InputMaybe<Scalars['String']['input']>;
};


export type QuerySagaArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDeadLettersArgs = {
  plugin?: InputMaybe<Scalars['String']['input']>;
};


export type QueryDeadLetterArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAuditLogArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditEntryFilter>;
  orderBy?: InputMaybe<ReadonlyArray<AuditEntryOrder>>;
};

export type CreateUserInput = {
  /** 1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit. */
  readonly username: Scalars['String']['input'];
  /** 1 to 1000 characters, for the audit log. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

export type ChangeUserRoleInput = {
  readonly userId: Scalars['ID']['input'];
  readonly role: Role;
  /** 1 to 1000 characters, for the audit log. */
  readonly reason: Scalars['String']['input'];
};

export type CreateFolderInput = {
  /** 1 to 255 characters. */
  readonly name: Scalars['String']['input'];
};

export type CreateDocumentInput = {
  /** 1 to 255 characters. */
  readonly title: Scalars['String']['input'];
  /** At most 100000 characters; empty by default. */
  readonly body?: InputMaybe<Scalars['String']['input']>;
  /** A folder in use; none by default. */
  readonly folderId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateDocumentInput = {
  readonly id: Scalars['ID']['input'];
  /** Kept unless given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Kept unless given. */
  readonly body?: InputMaybe<Scalars['String']['input']>;
  /** The version that you have read; a Conflict if it has changed since. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** A plugin's objection to the action. */
export type Objection = Failure & {
  readonly __typename?: 'Objection';
  readonly message: Scalars['String']['output'];
  readonly plugin: Scalars['String']['output'];
};

export type CreateUserResult = User | InvalidInput | Conflict;

export type ChangeUserRoleResult = User | InvalidInput | NotFound | Conflict;

export type CreateFolderResult = Folder | InvalidInput | Conflict;

export type ArchiveFolderResult = Folder | InvalidInput | NotFound | Conflict;

export type RestoreFolderResult = Folder | InvalidInput | NotFound | Conflict;

export type CreateDocumentResult = Document | InvalidInput | NotFound | Conflict;

export type UpdateDocumentResult = Document | InvalidInput | NotFound | Conflict;

export type ArchiveDocumentResult = Document | InvalidInput | NotFound | Conflict;

export type RestoreDocumentResult = Document | InvalidInput | NotFound | Conflict;

export type TransferDocumentResult = Document | InvalidInput | NotFound | Conflict | Objection;

export type OffboardUserResult = User | InvalidInput | NotFound | Conflict | Objection;

export type DeleteDocumentResult = Document | InvalidInput | NotFound | Objection;

export type TurnPluginResult = PluginState | InvalidInput | NotFound | Conflict;

export type OperateSagaResult = Saga | InvalidInput | NotFound | Conflict;

export type ReplayDeadLetterResult = DeadLetter | InvalidInput | NotFound | Conflict;

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Adds a user to the organization; a Conflict if the username is taken. */
  readonly createUser?: Maybe<CreateUserResult>;
  /** A Conflict for the last admin, and for a user who has left. A token keeps the roles that it was issued with. */
  readonly changeUserRole?: Maybe<ChangeUserRoleResult>;
  /** A Conflict if a folder in use has that name. */
  readonly createFolder?: Maybe<CreateFolderResult>;
  /** Archives the folder with all of its documents. */
  readonly archiveFolder?: Maybe<ArchiveFolderResult>;
  /** Restores the folder and the documents that were archived with it. */
  readonly restoreFolder?: Maybe<RestoreFolderResult>;
  readonly createDocument?: Maybe<CreateDocumentResult>;
  /** Changes a document in use. */
  readonly updateDocument?: Maybe<UpdateDocumentResult>;
  readonly archiveDocument?: Maybe<ArchiveDocumentResult>;
  /** A Conflict while its folder is archived. */
  readonly restoreDocument?: Maybe<RestoreDocumentResult>;
  /** Makes another user the owner; a Conflict if that user would own too many. Plugins follow, or return an Objection. */
  readonly transferDocument?: Maybe<TransferDocumentResult>;
  /** Offboards a user, and transfers all that the user owns to another one, including the data of plugins; all of it, or nothing. A Conflict for the last admin. */
  readonly offboardUser?: Maybe<OffboardUserResult>;
  /** Permanently deletes a document, archived or not; an Objection if a plugin objects. */
  readonly deleteDocument?: Maybe<DeleteDocumentResult>;
  /** Turns a plugin on for the organization; what came while it was off is then handled. */
  readonly enablePlugin?: Maybe<TurnPluginResult>;
  /** Turns a plugin off for the organization: its fields do not answer, and its events and tasks wait. What protects people goes on. A Conflict for core. */
  readonly disablePlugin?: Maybe<TurnPluginResult>;
  /** Retries the step of a stuck run; a Conflict if it is not stuck. The author, the time and the reason become part of its story. */
  readonly retrySaga?: Maybe<OperateSagaResult>;
  /** Counts the step whose undo fails as undone by hand; the rest is undone. */
  readonly skipSaga?: Maybe<OperateSagaResult>;
  /** Closes a stuck run without a change. */
  readonly resolveSaga?: Maybe<OperateSagaResult>;
  /** Delivers a dead letter again, to its handler alone. */
  readonly replayDeadLetter?: Maybe<ReplayDeadLetterResult>;
};


export type MutationCreateUserArgs = {
  input: CreateUserInput;
};


export type MutationChangeUserRoleArgs = {
  input: ChangeUserRoleInput;
};


export type MutationCreateFolderArgs = {
  input: CreateFolderInput;
};


export type MutationArchiveFolderArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreFolderArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateDocumentArgs = {
  input: CreateDocumentInput;
};


export type MutationUpdateDocumentArgs = {
  input: UpdateDocumentInput;
};


export type MutationArchiveDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationTransferDocumentArgs = {
  id: Scalars['ID']['input'];
  toUserId: Scalars['ID']['input'];
};


export type MutationOffboardUserArgs = {
  userId: Scalars['ID']['input'];
  transferTo: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationDeleteDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnablePluginArgs = {
  name: Scalars['String']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationDisablePluginArgs = {
  name: Scalars['String']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRetrySagaArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSkipSagaArgs = {
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationResolveSagaArgs = {
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationReplayDeadLetterArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CreateUserResult:
    | ( z.infer<typeof UserView> )
    | ( InvalidInput )
    | ( Conflict )
  ;
  ChangeUserRoleResult:
    | ( z.infer<typeof UserView> )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  CreateFolderResult:
    | ( z.infer<typeof FolderView> )
    | ( InvalidInput )
    | ( Conflict )
  ;
  ArchiveFolderResult:
    | ( z.infer<typeof FolderView> )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  RestoreFolderResult:
    | ( z.infer<typeof FolderView> )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  CreateDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  UpdateDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  ArchiveDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  RestoreDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  TransferDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( Objection )
  ;
  OffboardUserResult:
    | ( z.infer<typeof UserView> )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( Objection )
  ;
  DeleteDocumentResult:
    | ( DocumentView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Objection )
  ;
  TurnPluginResult:
    | ( PluginState )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  OperateSagaResult:
    | ( SagaView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
  ReplayDeadLetterResult:
    | ( DeadLetterView )
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( z.infer<typeof OrganizationView> )
    | ( z.infer<typeof UserView> )
    | ( z.infer<typeof FolderView> )
    | ( DocumentView )
  ;
  Failure:
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( Objection )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  OrderDirection: OrderDirection;
  IDFilter: IdFilter;
  StringFilter: StringFilter;
  IntFilter: IntFilter;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  FloatFilter: FloatFilter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  BooleanFilter: BooleanFilter;
  DateTimeFilter: DateTimeFilter;
  Failure: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Failure']>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  NotFound: ResolverTypeWrapper<NotFound>;
  Conflict: ResolverTypeWrapper<Conflict>;
  Organization: ResolverTypeWrapper<z.infer<typeof OrganizationView>>;
  Role: Role;
  User: ResolverTypeWrapper<z.infer<typeof UserView>>;
  Folder: ResolverTypeWrapper<z.infer<typeof FolderView>>;
  Document: ResolverTypeWrapper<DocumentView>;
  SagaStatus: SagaStatus;
  Saga: ResolverTypeWrapper<SagaView>;
  SagaEvent: ResolverTypeWrapper<SagaEvent>;
  SagaList: ResolverTypeWrapper<Omit<SagaList, 'sagas'> & { sagas: ReadonlyArray<ResolversTypes['Saga']> }>;
  DeadLetterState: DeadLetterState;
  DeadLetter: ResolverTypeWrapper<DeadLetterView>;
  DeadLetterReplay: ResolverTypeWrapper<DeadLetterReplay>;
  DeadLetterList: ResolverTypeWrapper<Omit<DeadLetterList, 'deadLetters'> & { deadLetters: ReadonlyArray<ResolversTypes['DeadLetter']> }>;
  PluginState: ResolverTypeWrapper<PluginState>;
  ForgottenEvents: ResolverTypeWrapper<ForgottenEvents>;
  PluginList: ResolverTypeWrapper<PluginList>;
  AuditOutcome: AuditOutcome;
  AuditEntry: ResolverTypeWrapper<AuditEntryView>;
  UserConnection: ResolverTypeWrapper<Connection<z.infer<typeof UserView>>>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserFilter: UserFilter;
  UserOrderField: UserOrderField;
  UserOrder: UserOrder;
  FolderConnection: ResolverTypeWrapper<Connection<z.infer<typeof FolderView>>>;
  FolderEdge: ResolverTypeWrapper<Omit<FolderEdge, 'node'> & { node: ResolversTypes['Folder'] }>;
  FolderFilter: FolderFilter;
  FolderOrderField: FolderOrderField;
  FolderOrder: FolderOrder;
  DocumentConnection: ResolverTypeWrapper<Connection<DocumentView>>;
  DocumentEdge: ResolverTypeWrapper<Omit<DocumentEdge, 'node'> & { node: ResolversTypes['Document'] }>;
  DocumentFilter: DocumentFilter;
  DocumentOrderField: DocumentOrderField;
  DocumentOrder: DocumentOrder;
  AuditEntryConnection: ResolverTypeWrapper<Connection<AuditEntryView>>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  AuditEntryFilter: AuditEntryFilter;
  AuditEntryOrderField: AuditEntryOrderField;
  AuditEntryOrder: AuditEntryOrder;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  CreateUserInput: CreateUserInput;
  ChangeUserRoleInput: ChangeUserRoleInput;
  CreateFolderInput: CreateFolderInput;
  CreateDocumentInput: CreateDocumentInput;
  UpdateDocumentInput: UpdateDocumentInput;
  Objection: ResolverTypeWrapper<Objection>;
  CreateUserResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateUserResult']>;
  ChangeUserRoleResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ChangeUserRoleResult']>;
  CreateFolderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateFolderResult']>;
  ArchiveFolderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveFolderResult']>;
  RestoreFolderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RestoreFolderResult']>;
  CreateDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateDocumentResult']>;
  UpdateDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateDocumentResult']>;
  ArchiveDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveDocumentResult']>;
  RestoreDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RestoreDocumentResult']>;
  TransferDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TransferDocumentResult']>;
  OffboardUserResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OffboardUserResult']>;
  DeleteDocumentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteDocumentResult']>;
  TurnPluginResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TurnPluginResult']>;
  OperateSagaResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OperateSagaResult']>;
  ReplayDeadLetterResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplayDeadLetterResult']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  IDFilter: IdFilter;
  StringFilter: StringFilter;
  IntFilter: IntFilter;
  Int: Scalars['Int']['output'];
  FloatFilter: FloatFilter;
  Float: Scalars['Float']['output'];
  BooleanFilter: BooleanFilter;
  DateTimeFilter: DateTimeFilter;
  Failure: ResolversInterfaceTypes<ResolversParentTypes>['Failure'];
  InvalidInput: InvalidInput;
  NotFound: NotFound;
  Conflict: Conflict;
  Organization: z.infer<typeof OrganizationView>;
  User: z.infer<typeof UserView>;
  Folder: z.infer<typeof FolderView>;
  Document: DocumentView;
  Saga: SagaView;
  SagaEvent: SagaEvent;
  SagaList: Omit<SagaList, 'sagas'> & { sagas: ReadonlyArray<ResolversParentTypes['Saga']> };
  DeadLetter: DeadLetterView;
  DeadLetterReplay: DeadLetterReplay;
  DeadLetterList: Omit<DeadLetterList, 'deadLetters'> & { deadLetters: ReadonlyArray<ResolversParentTypes['DeadLetter']> };
  PluginState: PluginState;
  ForgottenEvents: ForgottenEvents;
  PluginList: PluginList;
  AuditEntry: AuditEntryView;
  UserConnection: Connection<z.infer<typeof UserView>>;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  FolderConnection: Connection<z.infer<typeof FolderView>>;
  FolderEdge: Omit<FolderEdge, 'node'> & { node: ResolversParentTypes['Folder'] };
  FolderFilter: FolderFilter;
  FolderOrder: FolderOrder;
  DocumentConnection: Connection<DocumentView>;
  DocumentEdge: Omit<DocumentEdge, 'node'> & { node: ResolversParentTypes['Document'] };
  DocumentFilter: DocumentFilter;
  DocumentOrder: DocumentOrder;
  AuditEntryConnection: Connection<AuditEntryView>;
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  AuditEntryFilter: AuditEntryFilter;
  AuditEntryOrder: AuditEntryOrder;
  Query: Record<PropertyKey, never>;
  CreateUserInput: CreateUserInput;
  ChangeUserRoleInput: ChangeUserRoleInput;
  CreateFolderInput: CreateFolderInput;
  CreateDocumentInput: CreateDocumentInput;
  UpdateDocumentInput: UpdateDocumentInput;
  Objection: Objection;
  CreateUserResult: ResolversUnionTypes<ResolversParentTypes>['CreateUserResult'];
  ChangeUserRoleResult: ResolversUnionTypes<ResolversParentTypes>['ChangeUserRoleResult'];
  CreateFolderResult: ResolversUnionTypes<ResolversParentTypes>['CreateFolderResult'];
  ArchiveFolderResult: ResolversUnionTypes<ResolversParentTypes>['ArchiveFolderResult'];
  RestoreFolderResult: ResolversUnionTypes<ResolversParentTypes>['RestoreFolderResult'];
  CreateDocumentResult: ResolversUnionTypes<ResolversParentTypes>['CreateDocumentResult'];
  UpdateDocumentResult: ResolversUnionTypes<ResolversParentTypes>['UpdateDocumentResult'];
  ArchiveDocumentResult: ResolversUnionTypes<ResolversParentTypes>['ArchiveDocumentResult'];
  RestoreDocumentResult: ResolversUnionTypes<ResolversParentTypes>['RestoreDocumentResult'];
  TransferDocumentResult: ResolversUnionTypes<ResolversParentTypes>['TransferDocumentResult'];
  OffboardUserResult: ResolversUnionTypes<ResolversParentTypes>['OffboardUserResult'];
  DeleteDocumentResult: ResolversUnionTypes<ResolversParentTypes>['DeleteDocumentResult'];
  TurnPluginResult: ResolversUnionTypes<ResolversParentTypes>['TurnPluginResult'];
  OperateSagaResult: ResolversUnionTypes<ResolversParentTypes>['OperateSagaResult'];
  ReplayDeadLetterResult: ResolversUnionTypes<ResolversParentTypes>['ReplayDeadLetterResult'];
  Mutation: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Organization' | 'User' | 'Folder' | 'Document', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FailureResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Failure'] = ResolversParentTypes['Failure']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'NotFound' | 'Conflict' | 'Objection', ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotFoundResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConflictResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Conflict'] = ResolversParentTypes['Conflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  offboardedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FolderResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Folder'] = ResolversParentTypes['Folder']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documents?: Resolver<Maybe<ResolversTypes['DocumentConnection']>, ParentType, ContextType, RequireFields<FolderDocumentsArgs, 'archived'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  folder?: Resolver<Maybe<ResolversTypes['Folder']>, ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SagaResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Saga'] = ResolversParentTypes['Saga']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  plugin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workflow?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStatus'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  isLeftAlone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  story?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SagaEvent']>>, ParentType, ContextType>;
  context?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SagaEventResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SagaEvent'] = ResolversParentTypes['SagaEvent']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SagaListResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SagaList'] = ResolversParentTypes['SagaList']> = {
  sagas?: Resolver<ReadonlyArray<ResolversTypes['Saga']>, ParentType, ContextType>;
  silent?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeadLetterResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  plugin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  handler?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeadLetterState'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTriedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastTriedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  replays?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DeadLetterReplay']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeadLetterReplayResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DeadLetterReplay'] = ResolversParentTypes['DeadLetterReplay']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeadLetterListResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DeadLetterList'] = ResolversParentTypes['DeadLetterList']> = {
  deadLetters?: Resolver<ReadonlyArray<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  silent?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PluginStateResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PluginState'] = ResolversParentTypes['PluginState']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isEnabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  forgotten?: Resolver<ReadonlyArray<ResolversTypes['ForgottenEvents']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ForgottenEventsResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ForgottenEvents'] = ResolversParentTypes['ForgottenEvents']> = {
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PluginListResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PluginList'] = ResolversParentTypes['PluginList']> = {
  plugins?: Resolver<ReadonlyArray<ResolversTypes['PluginState']>, ParentType, ContextType>;
  silent?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  subjectType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type FolderConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['FolderConnection'] = ResolversParentTypes['FolderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FolderEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FolderEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['FolderEdge'] = ResolversParentTypes['FolderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Folder'], ParentType, ContextType>;
};

export type DocumentConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DocumentConnection'] = ResolversParentTypes['DocumentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DocumentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DocumentEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DocumentEdge'] = ResolversParentTypes['DocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  viewer: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  node: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  user: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, Partial<QueryUsersArgs>>;
  folder: Resolver<Maybe<ResolversTypes['Folder']>, ParentType, ContextType, RequireFields<QueryFolderArgs, 'id'>>;
  folders: Resolver<Maybe<ResolversTypes['FolderConnection']>, ParentType, ContextType, RequireFields<QueryFoldersArgs, 'archived'>>;
  document: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType, RequireFields<QueryDocumentArgs, 'id'>>;
  documents: Resolver<Maybe<ResolversTypes['DocumentConnection']>, ParentType, ContextType, RequireFields<QueryDocumentsArgs, 'archived'>>;
  sagas: Resolver<Maybe<ResolversTypes['SagaList']>, ParentType, ContextType, Partial<QuerySagasArgs>>;
  saga: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType, RequireFields<QuerySagaArgs, 'id'>>;
  deadLetters: Resolver<Maybe<ResolversTypes['DeadLetterList']>, ParentType, ContextType, Partial<QueryDeadLettersArgs>>;
  deadLetter: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType, RequireFields<QueryDeadLetterArgs, 'id'>>;
  plugins: Resolver<Maybe<ResolversTypes['PluginList']>, ParentType, ContextType>;
  auditLog: Resolver<Maybe<ResolversTypes['AuditEntryConnection']>, ParentType, ContextType, Partial<QueryAuditLogArgs>>;
};

export type ObjectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Objection'] = ResolversParentTypes['Objection']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plugin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateUserResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['CreateUserResult'] = ResolversParentTypes['CreateUserResult']> = {
  __resolveType: TypeResolveFn<'User' | 'InvalidInput' | 'Conflict', ParentType, ContextType>;
};

export type ChangeUserRoleResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ChangeUserRoleResult'] = ResolversParentTypes['ChangeUserRoleResult']> = {
  __resolveType: TypeResolveFn<'User' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type CreateFolderResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['CreateFolderResult'] = ResolversParentTypes['CreateFolderResult']> = {
  __resolveType: TypeResolveFn<'Folder' | 'InvalidInput' | 'Conflict', ParentType, ContextType>;
};

export type ArchiveFolderResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ArchiveFolderResult'] = ResolversParentTypes['ArchiveFolderResult']> = {
  __resolveType: TypeResolveFn<'Folder' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type RestoreFolderResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['RestoreFolderResult'] = ResolversParentTypes['RestoreFolderResult']> = {
  __resolveType: TypeResolveFn<'Folder' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type CreateDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['CreateDocumentResult'] = ResolversParentTypes['CreateDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type UpdateDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['UpdateDocumentResult'] = ResolversParentTypes['UpdateDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type ArchiveDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ArchiveDocumentResult'] = ResolversParentTypes['ArchiveDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type RestoreDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['RestoreDocumentResult'] = ResolversParentTypes['RestoreDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type TransferDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['TransferDocumentResult'] = ResolversParentTypes['TransferDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Conflict' | 'Objection', ParentType, ContextType>;
};

export type OffboardUserResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['OffboardUserResult'] = ResolversParentTypes['OffboardUserResult']> = {
  __resolveType: TypeResolveFn<'User' | 'InvalidInput' | 'NotFound' | 'Conflict' | 'Objection', ParentType, ContextType>;
};

export type DeleteDocumentResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DeleteDocumentResult'] = ResolversParentTypes['DeleteDocumentResult']> = {
  __resolveType: TypeResolveFn<'Document' | 'InvalidInput' | 'NotFound' | 'Objection', ParentType, ContextType>;
};

export type TurnPluginResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['TurnPluginResult'] = ResolversParentTypes['TurnPluginResult']> = {
  __resolveType: TypeResolveFn<'PluginState' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type OperateSagaResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['OperateSagaResult'] = ResolversParentTypes['OperateSagaResult']> = {
  __resolveType: TypeResolveFn<'Saga' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type ReplayDeadLetterResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ReplayDeadLetterResult'] = ResolversParentTypes['ReplayDeadLetterResult']> = {
  __resolveType: TypeResolveFn<'DeadLetter' | 'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createUser: Resolver<Maybe<ResolversTypes['CreateUserResult']>, ParentType, ContextType, RequireFields<MutationCreateUserArgs, 'input'>>;
  changeUserRole: Resolver<Maybe<ResolversTypes['ChangeUserRoleResult']>, ParentType, ContextType, RequireFields<MutationChangeUserRoleArgs, 'input'>>;
  createFolder: Resolver<Maybe<ResolversTypes['CreateFolderResult']>, ParentType, ContextType, RequireFields<MutationCreateFolderArgs, 'input'>>;
  archiveFolder: Resolver<Maybe<ResolversTypes['ArchiveFolderResult']>, ParentType, ContextType, RequireFields<MutationArchiveFolderArgs, 'id'>>;
  restoreFolder: Resolver<Maybe<ResolversTypes['RestoreFolderResult']>, ParentType, ContextType, RequireFields<MutationRestoreFolderArgs, 'id'>>;
  createDocument: Resolver<Maybe<ResolversTypes['CreateDocumentResult']>, ParentType, ContextType, RequireFields<MutationCreateDocumentArgs, 'input'>>;
  updateDocument: Resolver<Maybe<ResolversTypes['UpdateDocumentResult']>, ParentType, ContextType, RequireFields<MutationUpdateDocumentArgs, 'input'>>;
  archiveDocument: Resolver<Maybe<ResolversTypes['ArchiveDocumentResult']>, ParentType, ContextType, RequireFields<MutationArchiveDocumentArgs, 'id'>>;
  restoreDocument: Resolver<Maybe<ResolversTypes['RestoreDocumentResult']>, ParentType, ContextType, RequireFields<MutationRestoreDocumentArgs, 'id'>>;
  transferDocument: Resolver<Maybe<ResolversTypes['TransferDocumentResult']>, ParentType, ContextType, RequireFields<MutationTransferDocumentArgs, 'id' | 'toUserId'>>;
  offboardUser: Resolver<Maybe<ResolversTypes['OffboardUserResult']>, ParentType, ContextType, RequireFields<MutationOffboardUserArgs, 'userId' | 'transferTo'>>;
  deleteDocument: Resolver<Maybe<ResolversTypes['DeleteDocumentResult']>, ParentType, ContextType, RequireFields<MutationDeleteDocumentArgs, 'id'>>;
  enablePlugin: Resolver<Maybe<ResolversTypes['TurnPluginResult']>, ParentType, ContextType, RequireFields<MutationEnablePluginArgs, 'name'>>;
  disablePlugin: Resolver<Maybe<ResolversTypes['TurnPluginResult']>, ParentType, ContextType, RequireFields<MutationDisablePluginArgs, 'name'>>;
  retrySaga: Resolver<Maybe<ResolversTypes['OperateSagaResult']>, ParentType, ContextType, RequireFields<MutationRetrySagaArgs, 'id'>>;
  skipSaga: Resolver<Maybe<ResolversTypes['OperateSagaResult']>, ParentType, ContextType, RequireFields<MutationSkipSagaArgs, 'id' | 'reason'>>;
  resolveSaga: Resolver<Maybe<ResolversTypes['OperateSagaResult']>, ParentType, ContextType, RequireFields<MutationResolveSagaArgs, 'id' | 'reason'>>;
  replayDeadLetter: Resolver<Maybe<ResolversTypes['ReplayDeadLetterResult']>, ParentType, ContextType, RequireFields<MutationReplayDeadLetterArgs, 'id'>>;
};

export type AllResolvers<ContextType = Vault> = {
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Failure?: FailureResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  Conflict?: ConflictResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Folder?: FolderResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  Saga?: SagaResolvers<ContextType>;
  SagaEvent?: SagaEventResolvers<ContextType>;
  SagaList?: SagaListResolvers<ContextType>;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterReplay?: DeadLetterReplayResolvers<ContextType>;
  DeadLetterList?: DeadLetterListResolvers<ContextType>;
  PluginState?: PluginStateResolvers<ContextType>;
  ForgottenEvents?: ForgottenEventsResolvers<ContextType>;
  PluginList?: PluginListResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  FolderConnection?: FolderConnectionResolvers<ContextType>;
  FolderEdge?: FolderEdgeResolvers<ContextType>;
  DocumentConnection?: DocumentConnectionResolvers<ContextType>;
  DocumentEdge?: DocumentEdgeResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Objection?: ObjectionResolvers<ContextType>;
  CreateUserResult?: CreateUserResultResolvers<ContextType>;
  ChangeUserRoleResult?: ChangeUserRoleResultResolvers<ContextType>;
  CreateFolderResult?: CreateFolderResultResolvers<ContextType>;
  ArchiveFolderResult?: ArchiveFolderResultResolvers<ContextType>;
  RestoreFolderResult?: RestoreFolderResultResolvers<ContextType>;
  CreateDocumentResult?: CreateDocumentResultResolvers<ContextType>;
  UpdateDocumentResult?: UpdateDocumentResultResolvers<ContextType>;
  ArchiveDocumentResult?: ArchiveDocumentResultResolvers<ContextType>;
  RestoreDocumentResult?: RestoreDocumentResultResolvers<ContextType>;
  TransferDocumentResult?: TransferDocumentResultResolvers<ContextType>;
  OffboardUserResult?: OffboardUserResultResolvers<ContextType>;
  DeleteDocumentResult?: DeleteDocumentResultResolvers<ContextType>;
  TurnPluginResult?: TurnPluginResultResolvers<ContextType>;
  OperateSagaResult?: OperateSagaResultResolvers<ContextType>;
  ReplayDeadLetterResult?: ReplayDeadLetterResultResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
};

/** The resolvers that resolvers.ts must and may have. */
export type Resolvers = ResolversOf<
  {
    Organization: OrganizationResolvers;
    User: UserResolvers;
    Folder: FolderResolvers;
    Document: DocumentResolvers;
    Saga: SagaResolvers;
    SagaEvent: SagaEventResolvers;
    SagaList: SagaListResolvers;
    DeadLetter: DeadLetterResolvers;
    DeadLetterReplay: DeadLetterReplayResolvers;
    DeadLetterList: DeadLetterListResolvers;
    PluginState: PluginStateResolvers;
    ForgottenEvents: ForgottenEventsResolvers;
    PluginList: PluginListResolvers;
    AuditEntry: AuditEntryResolvers;
    UserConnection: UserConnectionResolvers;
    UserEdge: UserEdgeResolvers;
    FolderConnection: FolderConnectionResolvers;
    FolderEdge: FolderEdgeResolvers;
    DocumentConnection: DocumentConnectionResolvers;
    DocumentEdge: DocumentEdgeResolvers;
    AuditEntryConnection: AuditEntryConnectionResolvers;
    AuditEntryEdge: AuditEntryEdgeResolvers;
    Query: QueryResolvers;
    Objection: ObjectionResolvers;
    Mutation: MutationResolvers;
  },
  ResolversParentTypes
>;

/** The references that resolvers.ts must have. */
export type References = {
  Organization: ReferenceTo<Pick<Organization, 'id'>, ResolversParentTypes['Organization']>;
  User: ReferenceTo<Pick<User, 'id'>, ResolversParentTypes['User']>;
  Folder: ReferenceTo<Pick<Folder, 'id'>, ResolversParentTypes['Folder']>;
  Document: ReferenceTo<Pick<Document, 'id'>, ResolversParentTypes['Document']>;
};
