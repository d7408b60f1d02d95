// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.
import type { Connection, GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig, ReferenceTo, ResolversOf, Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import type { ActivityEntryView } from './bll/activity/helpers.ts';

export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type ResolverFn<TResult, TParent, TContext, TArgs> = (parent: TParent, args: TArgs, vault: TContext) => TResult | Promise<TResult>
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
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

/** Something that happened in the organization. */
export type ActivityEntry = Node & {
  readonly __typename?: 'ActivityEntry';
  readonly id: Scalars['ID']['output'];
  readonly at: Scalars['DateTime']['output'];
  /** The name of its hook, such as entity.archived. */
  readonly kind: Scalars['String']['output'];
  /** The plugin that fired it. */
  readonly plugin: Scalars['String']['output'];
  /** The user who did it; null if nobody did, or if that user no longer exists. */
  readonly user?: Maybe<User>;
  /** Such as Document; null if it is about no entity. Of run.stuck it is Run, of letter.dead DeadLetter. */
  readonly entityType?: Maybe<Scalars['String']['output']>;
  readonly entityId?: Maybe<Scalars['ID']['output']>;
  /** The document that it is about, while it exists. */
  readonly document?: Maybe<Document>;
  /** The address of the entity in the frontend, while it exists. */
  readonly link?: Maybe<Scalars['String']['output']>;
};

/** A page of at most 100 (first, or last); of 20 if neither is given. */
export type ActivityEntryConnection = {
  readonly __typename?: 'ActivityEntryConnection';
  readonly edges: ReadonlyArray<ActivityEntryEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type ActivityEntryEdge = {
  readonly __typename?: 'ActivityEntryEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ActivityEntry;
};

export type Document = {
  readonly __typename?: 'Document';
  readonly id: Scalars['ID']['output'];
  /** All that happened to this document, the newest first. */
  readonly activity?: Maybe<ActivityEntryConnection>;
};


export type DocumentActivityArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** All that this user did, the newest first. */
  readonly activity?: Maybe<ActivityEntryConnection>;
};


export type UserActivityArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The events of the organization, the newest first: of one entity, or of some kinds, at most 50. Only admins see run.stuck, letter.dead and audit. */
  readonly activity?: Maybe<ActivityEntryConnection>;
};


export type QueryActivityArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  entityId?: InputMaybe<Scalars['ID']['input']>;
  kinds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( z.infer<typeof ActivityEntryView> );
  Failure:
    | ( InvalidInput )
    | ( NotFound )
    | ( Conflict )
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
  ActivityEntry: ResolverTypeWrapper<z.infer<typeof ActivityEntryView>>;
  ActivityEntryConnection: ResolverTypeWrapper<Connection<z.infer<typeof ActivityEntryView>>>;
  ActivityEntryEdge: ResolverTypeWrapper<Omit<ActivityEntryEdge, 'node'> & { node: ResolversTypes['ActivityEntry'] }>;
  Document: ResolverTypeWrapper<Pick<Document, 'id'>>;
  User: ResolverTypeWrapper<Pick<User, 'id'>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
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
  ActivityEntry: z.infer<typeof ActivityEntryView>;
  ActivityEntryConnection: Connection<z.infer<typeof ActivityEntryView>>;
  ActivityEntryEdge: Omit<ActivityEntryEdge, 'node'> & { node: ResolversParentTypes['ActivityEntry'] };
  Document: Pick<Document, 'id'>;
  User: Pick<User, 'id'>;
  Query: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'ActivityEntry', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FailureResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Failure'] = ResolversParentTypes['Failure']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'NotFound' | 'Conflict', ParentType, ContextType>;
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

export type ActivityEntryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ActivityEntry'] = ResolversParentTypes['ActivityEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plugin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  entityType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  entityId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  link?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ActivityEntryConnectionResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ActivityEntryConnection'] = ResolversParentTypes['ActivityEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActivityEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ActivityEntryEdgeResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['ActivityEntryEdge'] = ResolversParentTypes['ActivityEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ActivityEntry'], ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  activity?: Resolver<Maybe<ResolversTypes['ActivityEntryConnection']>, ParentType, ContextType, Partial<DocumentActivityArgs>>;
};

export type UserResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  activity?: Resolver<Maybe<ResolversTypes['ActivityEntryConnection']>, ParentType, ContextType, Partial<UserActivityArgs>>;
};

export type QueryResolvers<ContextType = Vault, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  activity: Resolver<Maybe<ResolversTypes['ActivityEntryConnection']>, ParentType, ContextType, Partial<QueryActivityArgs>>;
};

export type AllResolvers<ContextType = Vault> = {
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Failure?: FailureResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  Conflict?: ConflictResolvers<ContextType>;
  ActivityEntry?: ActivityEntryResolvers<ContextType>;
  ActivityEntryConnection?: ActivityEntryConnectionResolvers<ContextType>;
  ActivityEntryEdge?: ActivityEntryEdgeResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
};

/** The resolvers that resolvers.ts must and may have. */
export type Resolvers = ResolversOf<
  {
    ActivityEntry: ActivityEntryResolvers;
    ActivityEntryConnection: ActivityEntryConnectionResolvers;
    ActivityEntryEdge: ActivityEntryEdgeResolvers;
    Document: DocumentResolvers;
    User: UserResolvers;
    Query: QueryResolvers;
  },
  ResolversParentTypes
>;

/** The references that resolvers.ts must have. */
export type References = {
  ActivityEntry: ReferenceTo<Pick<ActivityEntry, 'id'>, ResolversParentTypes['ActivityEntry']>;
  Document: ReferenceTo<Pick<Document, 'id'>, ResolversParentTypes['Document']>;
  User: ReferenceTo<Pick<User, 'id'>, ResolversParentTypes['User']>;
};
