// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig, ReferenceTo, ResolversOf, Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import type { CitationView, DocumentAnswerView } from './bll/answers/helpers.ts';

export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type ResolverFn<TResult, TParent, TContext, TArgs> = (parent: TParent, args: TArgs, vault: TContext) => TResult | Promise<TResult>
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

export type Document = {
  readonly __typename?: 'Document';
  readonly id: Scalars['ID']['output'];
  /** A few sentences, soon after it was written or changed; null until then, without a text, and while it is archived. */
  readonly summary?: Maybe<Scalars['String']['output']>;
  /** The model that has written the summary. Those whose names begin with embedded- are part of the vault, and take sentences out of the text. */
  readonly summaryModel?: Maybe<Scalars['String']['output']>;
};

/** An answer from the organization's documents, a statement on each line, with the numbers of its citations: Ada gives the word. [2] */
export type DocumentAnswer = {
  readonly __typename?: 'DocumentAnswer';
  readonly text: Scalars['String']['output'];
  readonly citations: ReadonlyArray<Citation>;
  readonly model: Scalars['String']['output'];
};

export type Citation = {
  readonly __typename?: 'Citation';
  readonly number: Scalars['Int']['output'];
  /** Null if it was deleted meanwhile. */
  readonly document?: Maybe<Document>;
};

/** The documents do not answer the question. */
export type NothingFound = Failure & {
  readonly __typename?: 'NothingFound';
  readonly message: Scalars['String']['output'];
};

/** The organization has too few tokens left for a question. */
export type OverBudget = Failure & {
  readonly __typename?: 'OverBudget';
  readonly message: Scalars['String']['output'];
  readonly tokens: Scalars['Int']['output'];
  readonly limit: Scalars['Int']['output'];
  readonly resetsAt: Scalars['DateTime']['output'];
};

/** The vendor of the model gave no answer in time. */
export type ModelUnavailable = Failure & {
  readonly __typename?: 'ModelUnavailable';
  readonly message: Scalars['String']['output'];
  /** As the vendor says. */
  readonly retryAfterSeconds?: Maybe<Scalars['Int']['output']>;
};

/** The use of models by the organization on a day (UTC). */
export type LlmUsage = {
  readonly __typename?: 'LlmUsage';
  readonly day: Scalars['String']['output'];
  /** The tokens that were spent, or are reserved for work under way. Embedded models take none. */
  readonly tokens: Scalars['Int']['output'];
  readonly limit: Scalars['Int']['output'];
  readonly chatModel: Scalars['String']['output'];
  readonly embeddingModel: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** The use of models today. */
  readonly llmUsage?: Maybe<LlmUsage>;
};

export type AskDocumentsResult = DocumentAnswer | NothingFound | OverBudget | ModelUnavailable | InvalidInput;

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Answers a question from the organization's documents in use; it takes tokens of the day. */
  readonly askDocuments?: Maybe<AskDocumentsResult>;
};


export type MutationAskDocumentsArgs = {
  question: Scalars['String']['input'];
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
  AskDocumentsResult:
    | ( z.infer<typeof DocumentAnswerView> )
    | ( NothingFound )
    | ( OverBudget )
    | ( ModelUnavailable )
    | ( InvalidInput )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: never;
  Failure:
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
    | ( NothingFound )
    | ( OverBudget )
    | ( ModelUnavailable )
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
  Document: ResolverTypeWrapper<Pick<Document, 'id'>>;
  DocumentAnswer: ResolverTypeWrapper<z.infer<typeof DocumentAnswerView>>;
  Citation: ResolverTypeWrapper<z.infer<typeof CitationView>>;
  NothingFound: ResolverTypeWrapper<NothingFound>;
  OverBudget: ResolverTypeWrapper<OverBudget>;
  ModelUnavailable: ResolverTypeWrapper<ModelUnavailable>;
  LlmUsage: ResolverTypeWrapper<LlmUsage>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  AskDocumentsResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AskDocumentsResult']>;
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
  Document: Pick<Document, 'id'>;
  DocumentAnswer: z.infer<typeof DocumentAnswerView>;
  Citation: z.infer<typeof CitationView>;
  NothingFound: NothingFound;
  OverBudget: OverBudget;
  ModelUnavailable: ModelUnavailable;
  LlmUsage: LlmUsage;
  Query: Record<PropertyKey, never>;
  AskDocumentsResult: ResolversUnionTypes<ResolversParentTypes>['AskDocumentsResult'];
  Mutation: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<null, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FailureResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Failure'] = ResolversParentTypes['Failure']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'NotFound' | 'Conflict' | 'NothingFound' | 'OverBudget' | 'ModelUnavailable', ParentType, ContextType>;
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

export type DocumentResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  summaryModel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DocumentAnswerResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['DocumentAnswer'] = ResolversParentTypes['DocumentAnswer']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  citations?: Resolver<ReadonlyArray<ResolversTypes['Citation']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CitationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Citation'] = ResolversParentTypes['Citation']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
};

export type NothingFoundResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['NothingFound'] = ResolversParentTypes['NothingFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OverBudgetResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['OverBudget'] = ResolversParentTypes['OverBudget']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ModelUnavailableResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ModelUnavailable'] = ResolversParentTypes['ModelUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LlmUsageResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['LlmUsage'] = ResolversParentTypes['LlmUsage']> = {
  day?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  chatModel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  embeddingModel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  llmUsage: Resolver<Maybe<ResolversTypes['LlmUsage']>, ParentType, ContextType>;
};

export type AskDocumentsResultResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['AskDocumentsResult'] = ResolversParentTypes['AskDocumentsResult']> = {
  __resolveType: TypeResolveFn<'DocumentAnswer' | 'NothingFound' | 'OverBudget' | 'ModelUnavailable' | 'InvalidInput', ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  askDocuments: Resolver<Maybe<ResolversTypes['AskDocumentsResult']>, ParentType, ContextType, RequireFields<MutationAskDocumentsArgs, 'question'>>;
};

export type AllResolvers<ContextType = Vault> = {
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Failure?: FailureResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  Conflict?: ConflictResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  DocumentAnswer?: DocumentAnswerResolvers<ContextType>;
  Citation?: CitationResolvers<ContextType>;
  NothingFound?: NothingFoundResolvers<ContextType>;
  OverBudget?: OverBudgetResolvers<ContextType>;
  ModelUnavailable?: ModelUnavailableResolvers<ContextType>;
  LlmUsage?: LlmUsageResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  AskDocumentsResult?: AskDocumentsResultResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
};

/** The resolvers that resolvers.ts must and may have. */
export type Resolvers = ResolversOf<
  {
    Document: DocumentResolvers;
    DocumentAnswer: DocumentAnswerResolvers;
    Citation: CitationResolvers;
    NothingFound: NothingFoundResolvers;
    OverBudget: OverBudgetResolvers;
    ModelUnavailable: ModelUnavailableResolvers;
    LlmUsage: LlmUsageResolvers;
    Query: QueryResolvers;
    Mutation: MutationResolvers;
  },
  ResolversParentTypes
>;

/** The references that resolvers.ts must have. */
export type References = {
  Document: ReferenceTo<Pick<Document, 'id'>, ResolversParentTypes['Document']>;
};
