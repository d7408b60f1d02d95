// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.
import type { Connection, GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig, ReferenceTo, ResolversOf, Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import type { DocumentSourceView } from './bll/files/helpers.ts';
import type { SharePointSiteView } from './bll/sites/helpers.ts';

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

/** A site of SharePoint whose files are documents of the vault. */
export type SharePointSite = Node & {
  readonly __typename?: 'SharePointSite';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly webUrl: Scalars['String']['output'];
  /** The user who looks after it: who connected it, or took it over. */
  readonly keeper?: Maybe<User>;
  /** The latest import. */
  readonly import?: Maybe<SharePointImport>;
  /** At most 100 files that could not be imported as they are. */
  readonly problems?: Maybe<ReadonlyArray<SharePointProblem>>;
  /** Null while it is connected. The documents of a removed site stay. */
  readonly removedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type SharePointImportState =
  | 'WAITING'
  | 'RUNNING'
  | 'DONE'
  /** An operator looks after it. */
  | 'DEAD';

export type SharePointImport = {
  readonly __typename?: 'SharePointImport';
  readonly state: SharePointImportState;
  /** The number of files that it has imported or changed so far. */
  readonly done: Scalars['Int']['output'];
  /** The name of the file that it reads. */
  readonly file?: Maybe<Scalars['String']['output']>;
  /** The reason why its last try failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
};

export type SharePointProblem = {
  readonly __typename?: 'SharePointProblem';
  readonly path: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
};

export type Document = {
  readonly __typename?: 'Document';
  readonly id: Scalars['ID']['output'];
  /** The file that it was imported from; null for every other document. */
  readonly source?: Maybe<DocumentSource>;
};

export type DocumentSource = {
  readonly __typename?: 'DocumentSource';
  readonly site?: Maybe<SharePointSite>;
  /** In its library, as of the last change of the file. */
  readonly path: Scalars['String']['output'];
  readonly webUrl: Scalars['String']['output'];
  /** True if the text of the file is longer than a document may be: the document has its beginning. */
  readonly isCut: Scalars['Boolean']['output'];
  /** True if the file was deleted: its document is archived. */
  readonly isGone: Scalars['Boolean']['output'];
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type SharePointSiteConnection = {
  readonly __typename?: 'SharePointSiteConnection';
  readonly edges: ReadonlyArray<SharePointSiteEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type SharePointSiteEdge = {
  readonly __typename?: 'SharePointSiteEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: SharePointSite;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The connected sites, by name. */
  readonly sharePointSites?: Maybe<SharePointSiteConnection>;
};


export type QuerySharePointSitesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** The organization has not entered its app registration yet. */
export type SharePointNotConfigured = Failure & {
  readonly __typename?: 'SharePointNotConfigured';
  readonly message: Scalars['String']['output'];
  /** The settings that are missing. */
  readonly settings: ReadonlyArray<Scalars['String']['output']>;
};

/** Microsoft has refused the app registration, or has answered something unexpected. */
export type SharePointRefused = Failure & {
  readonly __typename?: 'SharePointRefused';
  readonly message: Scalars['String']['output'];
};

/** SharePoint is busy, slow or down. */
export type SharePointUnavailable = Failure & {
  readonly __typename?: 'SharePointUnavailable';
  readonly message: Scalars['String']['output'];
  /** As SharePoint says. */
  readonly retryAfterSeconds?: Maybe<Scalars['Int']['output']>;
};

export type ConnectSharePointSiteInput = {
  /** Such as https://contoso.sharepoint.com/sites/Team. */
  readonly url: Scalars['String']['input'];
};

export type ConnectSharePointSiteResult = SharePointSite | SharePointNotConfigured | SharePointRefused | SharePointUnavailable | NotFound | Conflict | InvalidInput;

export type ImportSharePointSiteResult = SharePointSite | SharePointNotConfigured | NotFound | Conflict | InvalidInput;

export type RemoveSharePointSiteResult = SharePointSite | NotFound | InvalidInput;

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Connects a site; its files follow every quarter of an hour. */
  readonly connectSharePointSite?: Maybe<ConnectSharePointSiteResult>;
  /** Imports at once what has changed; all of the site for the first time. */
  readonly importSharePointSite?: Maybe<ImportSharePointSiteResult>;
  /** Removes a site; its documents stay. */
  readonly removeSharePointSite?: Maybe<RemoveSharePointSiteResult>;
};


export type MutationConnectSharePointSiteArgs = {
  input: ConnectSharePointSiteInput;
};


export type MutationImportSharePointSiteArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveSharePointSiteArgs = {
  id: Scalars['ID']['input'];
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
  ConnectSharePointSiteResult:
    | ( z.infer<typeof SharePointSiteView> )
    | ( SharePointNotConfigured )
    | ( SharePointRefused )
    | ( SharePointUnavailable )
    | ( NotFound )
    | ( Conflict )
    | ( InvalidInput )
  ;
  ImportSharePointSiteResult:
    | ( z.infer<typeof SharePointSiteView> )
    | ( SharePointNotConfigured )
    | ( NotFound )
    | ( Conflict )
    | ( InvalidInput )
  ;
  RemoveSharePointSiteResult:
    | ( z.infer<typeof SharePointSiteView> )
    | ( NotFound )
    | ( InvalidInput )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( z.infer<typeof SharePointSiteView> );
  Failure:
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( SharePointNotConfigured )
    | ( SharePointRefused )
    | ( SharePointUnavailable )
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
  SharePointSite: ResolverTypeWrapper<z.infer<typeof SharePointSiteView>>;
  SharePointImportState: SharePointImportState;
  SharePointImport: ResolverTypeWrapper<SharePointImport>;
  SharePointProblem: ResolverTypeWrapper<SharePointProblem>;
  User: ResolverTypeWrapper<Pick<User, 'id'>>;
  Document: ResolverTypeWrapper<Pick<Document, 'id'>>;
  DocumentSource: ResolverTypeWrapper<z.infer<typeof DocumentSourceView>>;
  SharePointSiteConnection: ResolverTypeWrapper<Connection<z.infer<typeof SharePointSiteView>>>;
  SharePointSiteEdge: ResolverTypeWrapper<Omit<SharePointSiteEdge, 'node'> & { node: ResolversTypes['SharePointSite'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SharePointNotConfigured: ResolverTypeWrapper<SharePointNotConfigured>;
  SharePointRefused: ResolverTypeWrapper<SharePointRefused>;
  SharePointUnavailable: ResolverTypeWrapper<SharePointUnavailable>;
  ConnectSharePointSiteInput: ConnectSharePointSiteInput;
  ConnectSharePointSiteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ConnectSharePointSiteResult']>;
  ImportSharePointSiteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ImportSharePointSiteResult']>;
  RemoveSharePointSiteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RemoveSharePointSiteResult']>;
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
  SharePointSite: z.infer<typeof SharePointSiteView>;
  SharePointImport: SharePointImport;
  SharePointProblem: SharePointProblem;
  User: Pick<User, 'id'>;
  Document: Pick<Document, 'id'>;
  DocumentSource: z.infer<typeof DocumentSourceView>;
  SharePointSiteConnection: Connection<z.infer<typeof SharePointSiteView>>;
  SharePointSiteEdge: Omit<SharePointSiteEdge, 'node'> & { node: ResolversParentTypes['SharePointSite'] };
  Query: Record<PropertyKey, never>;
  SharePointNotConfigured: SharePointNotConfigured;
  SharePointRefused: SharePointRefused;
  SharePointUnavailable: SharePointUnavailable;
  ConnectSharePointSiteInput: ConnectSharePointSiteInput;
  ConnectSharePointSiteResult: ResolversUnionTypes<ResolversParentTypes>['ConnectSharePointSiteResult'];
  ImportSharePointSiteResult: ResolversUnionTypes<ResolversParentTypes>['ImportSharePointSiteResult'];
  RemoveSharePointSiteResult: ResolversUnionTypes<ResolversParentTypes>['RemoveSharePointSiteResult'];
  Mutation: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'SharePointSite', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FailureResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Failure'] = ResolversParentTypes['Failure']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'NotFound' | 'Conflict' | 'SharePointNotConfigured' | 'SharePointRefused' | 'SharePointUnavailable', ParentType, ContextType>;
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

export type SharePointSiteResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointSite'] = ResolversParentTypes['SharePointSite']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keeper?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  import?: Resolver<Maybe<ResolversTypes['SharePointImport']>, ParentType, ContextType>;
  problems?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SharePointProblem']>>, ParentType, ContextType>;
  removedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SharePointImportResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointImport'] = ResolversParentTypes['SharePointImport']> = {
  state?: Resolver<ResolversTypes['SharePointImportState'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  file?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SharePointProblemResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointProblem'] = ResolversParentTypes['SharePointProblem']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['DocumentSource']>, ParentType, ContextType>;
};

export type DocumentSourceResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DocumentSource'] = ResolversParentTypes['DocumentSource']> = {
  site?: Resolver<Maybe<ResolversTypes['SharePointSite']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isCut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isGone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SharePointSiteConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointSiteConnection'] = ResolversParentTypes['SharePointSiteConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SharePointSiteEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SharePointSiteEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointSiteEdge'] = ResolversParentTypes['SharePointSiteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SharePointSite'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  sharePointSites: Resolver<Maybe<ResolversTypes['SharePointSiteConnection']>, ParentType, ContextType, Partial<QuerySharePointSitesArgs>>;
};

export type SharePointNotConfiguredResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointNotConfigured'] = ResolversParentTypes['SharePointNotConfigured']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SharePointRefusedResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointRefused'] = ResolversParentTypes['SharePointRefused']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SharePointUnavailableResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SharePointUnavailable'] = ResolversParentTypes['SharePointUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConnectSharePointSiteResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ConnectSharePointSiteResult'] = ResolversParentTypes['ConnectSharePointSiteResult']> = {
  __resolveType: TypeResolveFn<'SharePointSite' | 'SharePointNotConfigured' | 'SharePointRefused' | 'SharePointUnavailable' | 'NotFound' | 'Conflict' | 'InvalidInput', ParentType, ContextType>;
};

export type ImportSharePointSiteResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ImportSharePointSiteResult'] = ResolversParentTypes['ImportSharePointSiteResult']> = {
  __resolveType: TypeResolveFn<'SharePointSite' | 'SharePointNotConfigured' | 'NotFound' | 'Conflict' | 'InvalidInput', ParentType, ContextType>;
};

export type RemoveSharePointSiteResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['RemoveSharePointSiteResult'] = ResolversParentTypes['RemoveSharePointSiteResult']> = {
  __resolveType: TypeResolveFn<'SharePointSite' | 'NotFound' | 'InvalidInput', ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  connectSharePointSite: Resolver<Maybe<ResolversTypes['ConnectSharePointSiteResult']>, ParentType, ContextType, RequireFields<MutationConnectSharePointSiteArgs, 'input'>>;
  importSharePointSite: Resolver<Maybe<ResolversTypes['ImportSharePointSiteResult']>, ParentType, ContextType, RequireFields<MutationImportSharePointSiteArgs, 'id'>>;
  removeSharePointSite: Resolver<Maybe<ResolversTypes['RemoveSharePointSiteResult']>, ParentType, ContextType, RequireFields<MutationRemoveSharePointSiteArgs, 'id'>>;
};

export type AllResolvers<ContextType = Vault> = {
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Failure?: FailureResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  Conflict?: ConflictResolvers<ContextType>;
  SharePointSite?: SharePointSiteResolvers<ContextType>;
  SharePointImport?: SharePointImportResolvers<ContextType>;
  SharePointProblem?: SharePointProblemResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  DocumentSource?: DocumentSourceResolvers<ContextType>;
  SharePointSiteConnection?: SharePointSiteConnectionResolvers<ContextType>;
  SharePointSiteEdge?: SharePointSiteEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SharePointNotConfigured?: SharePointNotConfiguredResolvers<ContextType>;
  SharePointRefused?: SharePointRefusedResolvers<ContextType>;
  SharePointUnavailable?: SharePointUnavailableResolvers<ContextType>;
  ConnectSharePointSiteResult?: ConnectSharePointSiteResultResolvers<ContextType>;
  ImportSharePointSiteResult?: ImportSharePointSiteResultResolvers<ContextType>;
  RemoveSharePointSiteResult?: RemoveSharePointSiteResultResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
};

/** The resolvers that resolvers.ts must and may have. */
export type Resolvers = ResolversOf<
  {
    SharePointSite: SharePointSiteResolvers;
    SharePointImport: SharePointImportResolvers;
    SharePointProblem: SharePointProblemResolvers;
    User: UserResolvers;
    Document: DocumentResolvers;
    DocumentSource: DocumentSourceResolvers;
    SharePointSiteConnection: SharePointSiteConnectionResolvers;
    SharePointSiteEdge: SharePointSiteEdgeResolvers;
    Query: QueryResolvers;
    SharePointNotConfigured: SharePointNotConfiguredResolvers;
    SharePointRefused: SharePointRefusedResolvers;
    SharePointUnavailable: SharePointUnavailableResolvers;
    Mutation: MutationResolvers;
  },
  ResolversParentTypes
>;

/** The references that resolvers.ts must have. */
export type References = {
  SharePointSite: ReferenceTo<Pick<SharePointSite, 'id'>, ResolversParentTypes['SharePointSite']>;
  Document: ReferenceTo<Pick<Document, 'id'>, ResolversParentTypes['Document']>;
};
