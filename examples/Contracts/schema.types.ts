// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.
import type { Connection, GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig, ReferenceTo, ResolversOf, Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import type { ContractView } from './bll/contracts/helpers.ts';
import type { ContractImportView } from './bll/imports/helpers.ts';

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

/** A part of a text that was found; in a match, the words that were searched. */
export type HighlightPart = {
  readonly __typename?: 'HighlightPart';
  readonly text: Scalars['String']['output'];
  readonly isMatch: Scalars['Boolean']['output'];
};

/** A contract that the organization keeps at Paperhub. */
export type Contract = Node & {
  readonly __typename?: 'Contract';
  readonly id: Scalars['ID']['output'];
  readonly title: Scalars['String']['output'];
  /** The other side. */
  readonly party: Scalars['String']['output'];
  readonly endsAt: Scalars['DateTime']['output'];
  /** The number of the renewal that was requested at Paperhub. */
  readonly renewal?: Maybe<Scalars['String']['output']>;
  /** The user who has filed it. */
  readonly keeper?: Maybe<User>;
  /** Its document in the vault, soon after it was filed. */
  readonly document?: Maybe<Document>;
  /** The name of the last event of its document, such as entity.archived. */
  readonly documentEvent?: Maybe<Scalars['String']['output']>;
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** The contracts that this user has filed; those that end first come first, unless orderBy says otherwise. */
  readonly contracts?: Maybe<ContractConnection>;
};


export type UserContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ReadonlyArray<ContractOrder>>;
};

export type Document = {
  readonly __typename?: 'Document';
  readonly id: Scalars['ID']['output'];
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type ContractConnection = {
  readonly __typename?: 'ContractConnection';
  readonly edges: ReadonlyArray<ContractEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type ContractEdge = {
  readonly __typename?: 'ContractEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Contract;
};

/** All conditions hold, and at least one of those of `or`. */
export type ContractFilter = {
  readonly title?: InputMaybe<StringFilter>;
  readonly party?: InputMaybe<StringFilter>;
  readonly endsAt?: InputMaybe<DateTimeFilter>;
  readonly documentId?: InputMaybe<IdFilter>;
  readonly or?: InputMaybe<ReadonlyArray<ContractFilter>>;
};

export type ContractOrderField =
  | 'ENDS_AT'
  | 'TITLE';

export type ContractOrder = {
  readonly field: ContractOrderField;
  readonly direction?: OrderDirection;
};

export type ContractMatchConnection = {
  readonly __typename?: 'ContractMatchConnection';
  readonly edges: ReadonlyArray<ContractMatchEdge>;
  readonly pageInfo: PageInfo;
};

export type ContractMatchEdge = {
  readonly __typename?: 'ContractMatchEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Contract;
  /** Higher is better; ranks of different searches cannot be compared. */
  readonly rank: Scalars['Float']['output'];
  /** The text around the words that were found. It is text, not HTML. */
  readonly highlight: ReadonlyArray<HighlightPart>;
};

/** A contract, and how similar it is, from -1 to 1. */
export type SimilarContract = {
  readonly __typename?: 'SimilarContract';
  readonly contract: Contract;
  readonly similarity: Scalars['Float']['output'];
};

export type ImportState =
  | 'WAITING'
  | 'RUNNING'
  | 'DONE'
  /** An operator looks after it. */
  | 'DEAD';

export type ContractImport = {
  readonly __typename?: 'ContractImport';
  readonly id: Scalars['ID']['output'];
  readonly state: ImportState;
  readonly done: Scalars['Int']['output'];
  readonly total?: Maybe<Scalars['Int']['output']>;
  /** The reason why its last try failed. */
  readonly error?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** All contracts of the organization; those that end first come first, unless orderBy says otherwise. */
  readonly contracts?: Maybe<ContractConnection>;
  /** Finds contracts by words, the best match first. */
  readonly searchContracts?: Maybe<ContractMatchConnection>;
  /** Finds contracts by meaning, the most similar first. */
  readonly similarContracts?: Maybe<ReadonlyArray<SimilarContract>>;
  readonly contractImport?: Maybe<ContractImport>;
};


export type QueryContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ReadonlyArray<ContractOrder>>;
};


export type QuerySearchContractsArgs = {
  text: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QuerySimilarContractsArgs = {
  text: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryContractImportArgs = {
  id: Scalars['ID']['input'];
};

/** The organization has no account at Paperhub yet. */
export type NoAccount = Failure & {
  readonly __typename?: 'NoAccount';
  readonly message: Scalars['String']['output'];
  /** The settings that are missing. */
  readonly settings: ReadonlyArray<Scalars['String']['output']>;
};

export type StartContractImportResult = ContractImport | NoAccount | InvalidInput;

export type FileContractResult = Contract | NotFound | Conflict | InvalidInput;

export type RenewContractResult = Contract | NotFound | Conflict | InvalidInput;

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Imports what has changed at Paperhub since the last import. */
  readonly startContractImport?: Maybe<StartContractImportResult>;
  /** Makes the caller the keeper of a contract, and a document of it. */
  readonly fileContract?: Maybe<FileContractResult>;
  /** Requests the renewal of a contract at Paperhub. */
  readonly renewContract?: Maybe<RenewContractResult>;
};


export type MutationFileContractArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRenewContractArgs = {
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
  StartContractImportResult:
    | ( z.infer<typeof ContractImportView> )
    | ( NoAccount )
    | ( InvalidInput )
  ;
  FileContractResult:
    | ( z.infer<typeof ContractView> )
    | ( NotFound )
    | ( Conflict )
    | ( InvalidInput )
  ;
  RenewContractResult:
    | ( z.infer<typeof ContractView> )
    | ( NotFound )
    | ( Conflict )
    | ( InvalidInput )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( z.infer<typeof ContractView> );
  Failure:
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( NoAccount )
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
  HighlightPart: ResolverTypeWrapper<HighlightPart>;
  Contract: ResolverTypeWrapper<z.infer<typeof ContractView>>;
  User: ResolverTypeWrapper<Pick<User, 'id'>>;
  Document: ResolverTypeWrapper<Pick<Document, 'id'>>;
  ContractConnection: ResolverTypeWrapper<Connection<z.infer<typeof ContractView>>>;
  ContractEdge: ResolverTypeWrapper<Omit<ContractEdge, 'node'> & { node: ResolversTypes['Contract'] }>;
  ContractFilter: ContractFilter;
  ContractOrderField: ContractOrderField;
  ContractOrder: ContractOrder;
  ContractMatchConnection: ResolverTypeWrapper<Omit<ContractMatchConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ContractMatchEdge']> }>;
  ContractMatchEdge: ResolverTypeWrapper<Omit<ContractMatchEdge, 'node'> & { node: ResolversTypes['Contract'] }>;
  SimilarContract: ResolverTypeWrapper<Omit<SimilarContract, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  ImportState: ImportState;
  ContractImport: ResolverTypeWrapper<z.infer<typeof ContractImportView>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NoAccount: ResolverTypeWrapper<NoAccount>;
  StartContractImportResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StartContractImportResult']>;
  FileContractResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['FileContractResult']>;
  RenewContractResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RenewContractResult']>;
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
  HighlightPart: HighlightPart;
  Contract: z.infer<typeof ContractView>;
  User: Pick<User, 'id'>;
  Document: Pick<Document, 'id'>;
  ContractConnection: Connection<z.infer<typeof ContractView>>;
  ContractEdge: Omit<ContractEdge, 'node'> & { node: ResolversParentTypes['Contract'] };
  ContractFilter: ContractFilter;
  ContractOrder: ContractOrder;
  ContractMatchConnection: Omit<ContractMatchConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ContractMatchEdge']> };
  ContractMatchEdge: Omit<ContractMatchEdge, 'node'> & { node: ResolversParentTypes['Contract'] };
  SimilarContract: Omit<SimilarContract, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  ContractImport: z.infer<typeof ContractImportView>;
  Query: Record<PropertyKey, never>;
  NoAccount: NoAccount;
  StartContractImportResult: ResolversUnionTypes<ResolversParentTypes>['StartContractImportResult'];
  FileContractResult: ResolversUnionTypes<ResolversParentTypes>['FileContractResult'];
  RenewContractResult: ResolversUnionTypes<ResolversParentTypes>['RenewContractResult'];
  Mutation: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Contract', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FailureResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Failure'] = ResolversParentTypes['Failure']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'NotFound' | 'Conflict' | 'NoAccount', ParentType, ContextType>;
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

export type HighlightPartResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['HighlightPart'] = ResolversParentTypes['HighlightPart']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isMatch?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ContractResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Contract'] = ResolversParentTypes['Contract']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  party?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  renewal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  keeper?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  documentEvent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contracts?: Resolver<Maybe<ResolversTypes['ContractConnection']>, ParentType, ContextType, Partial<UserContractsArgs>>;
};

export type DocumentResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ContractConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ContractConnection'] = ResolversParentTypes['ContractConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ContractEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ContractEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ContractEdge'] = ResolversParentTypes['ContractEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ContractMatchConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ContractMatchConnection'] = ResolversParentTypes['ContractMatchConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ContractMatchEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ContractMatchEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ContractMatchEdge'] = ResolversParentTypes['ContractMatchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  highlight?: Resolver<ReadonlyArray<ResolversTypes['HighlightPart']>, ParentType, ContextType>;
};

export type SimilarContractResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['SimilarContract'] = ResolversParentTypes['SimilarContract']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  similarity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ContractImportResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ContractImport'] = ResolversParentTypes['ContractImport']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ImportState'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  contracts: Resolver<Maybe<ResolversTypes['ContractConnection']>, ParentType, ContextType, Partial<QueryContractsArgs>>;
  searchContracts: Resolver<Maybe<ResolversTypes['ContractMatchConnection']>, ParentType, ContextType, RequireFields<QuerySearchContractsArgs, 'text'>>;
  similarContracts: Resolver<Maybe<ReadonlyArray<ResolversTypes['SimilarContract']>>, ParentType, ContextType, RequireFields<QuerySimilarContractsArgs, 'text'>>;
  contractImport: Resolver<Maybe<ResolversTypes['ContractImport']>, ParentType, ContextType, RequireFields<QueryContractImportArgs, 'id'>>;
};

export type NoAccountResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['NoAccount'] = ResolversParentTypes['NoAccount']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StartContractImportResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['StartContractImportResult'] = ResolversParentTypes['StartContractImportResult']> = {
  __resolveType: TypeResolveFn<'ContractImport' | 'NoAccount' | 'InvalidInput', ParentType, ContextType>;
};

export type FileContractResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['FileContractResult'] = ResolversParentTypes['FileContractResult']> = {
  __resolveType: TypeResolveFn<'Contract' | 'NotFound' | 'Conflict' | 'InvalidInput', ParentType, ContextType>;
};

export type RenewContractResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['RenewContractResult'] = ResolversParentTypes['RenewContractResult']> = {
  __resolveType: TypeResolveFn<'Contract' | 'NotFound' | 'Conflict' | 'InvalidInput', ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  startContractImport: Resolver<Maybe<ResolversTypes['StartContractImportResult']>, ParentType, ContextType>;
  fileContract: Resolver<Maybe<ResolversTypes['FileContractResult']>, ParentType, ContextType, RequireFields<MutationFileContractArgs, 'id'>>;
  renewContract: Resolver<Maybe<ResolversTypes['RenewContractResult']>, ParentType, ContextType, RequireFields<MutationRenewContractArgs, 'id'>>;
};

export type AllResolvers<ContextType = Vault> = {
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Failure?: FailureResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  Conflict?: ConflictResolvers<ContextType>;
  HighlightPart?: HighlightPartResolvers<ContextType>;
  Contract?: ContractResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  ContractConnection?: ContractConnectionResolvers<ContextType>;
  ContractEdge?: ContractEdgeResolvers<ContextType>;
  ContractMatchConnection?: ContractMatchConnectionResolvers<ContextType>;
  ContractMatchEdge?: ContractMatchEdgeResolvers<ContextType>;
  SimilarContract?: SimilarContractResolvers<ContextType>;
  ContractImport?: ContractImportResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  NoAccount?: NoAccountResolvers<ContextType>;
  StartContractImportResult?: StartContractImportResultResolvers<ContextType>;
  FileContractResult?: FileContractResultResolvers<ContextType>;
  RenewContractResult?: RenewContractResultResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
};

/** The resolvers that resolvers.ts must and may have. */
export type Resolvers = ResolversOf<
  {
    Contract: ContractResolvers;
    User: UserResolvers;
    Document: DocumentResolvers;
    ContractConnection: ContractConnectionResolvers;
    ContractEdge: ContractEdgeResolvers;
    ContractMatchConnection: ContractMatchConnectionResolvers;
    ContractMatchEdge: ContractMatchEdgeResolvers;
    SimilarContract: SimilarContractResolvers;
    ContractImport: ContractImportResolvers;
    Query: QueryResolvers;
    NoAccount: NoAccountResolvers;
    Mutation: MutationResolvers;
  },
  ResolversParentTypes
>;

/** The references that resolvers.ts must have. */
export type References = {
  Contract: ReferenceTo<Pick<Contract, 'id'>, ResolversParentTypes['Contract']>;
  User: ReferenceTo<Pick<User, 'id'>, ResolversParentTypes['User']>;
};
