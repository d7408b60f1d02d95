import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  concatAST,
  GraphQLScalarType,
  Kind,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
  type TypeNode,
  type UnionTypeDefinitionNode,
} from 'graphql';
import { refuseAbandoned } from '../database/abandonment.ts';
import { behindSwitch, isOnFor } from './behindSwitch.ts';
import { guardFields, type FieldResolvers, type ResolverArguments } from './guardFields.ts';
import { printSubgraphSdl } from './printSubgraphSdl.ts';
import { isOutcome, VaultError, type Vault } from '@nimbusvault/sdk/kernel';
import { isEntity, objectTypes, type Plugin, type Resolver } from '@nimbusvault/sdk/internal';

type TypeResolvers = Readonly<Record<string, unknown>>;

const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

/** The plugin's executable subgraph schema: its resolvers, with roles enforced and unions and references resolved. */
export function executableSchema(plugin: Plugin): GraphQLSchema {
  const fields = behindSwitch(plugin, guardFields(plugin, fieldResolvers(plugin)));
  const resolvers = {
    ...fields,
    Mutation: mutationResolvers(plugin, fields),
    ...unionResolvers(plugin),
    ...referenceResolvers(plugin, fields),
    DateTime: dateTime,
  };
  const schema = buildSubgraphSchema([
    { typeDefs: concatAST(plugin.typeDefs), resolvers: resolvers as never },
  ]);
  return sayingItsSdl(schema, printSubgraphSdl(plugin));
}

/** Its own answer is the text that was checked, therefore the two can be compared. */
function sayingItsSdl(schema: GraphQLSchema, sdl: string): GraphQLSchema {
  const service = schema.getQueryType()?.getFields()['_service'];
  if (service) service.resolve = () => ({ sdl });
  return schema;
}

/** Resolvers do the work: none starts for a query that nobody waits for. */
function fieldResolvers(plugin: Plugin): Readonly<Record<string, Readonly<Record<string, Resolver>>>> {
  const types = Object.entries(plugin.resolvers).map(([type, fields]) => {
    const checked = Object.entries(fields).map(
      ([field, resolve]) => [field, unlessAbandoned(resolve)] as const,
    );
    return [type, Object.fromEntries(checked)] as const;
  });
  return Object.fromEntries(types);
}

function unlessAbandoned(resolve: Resolver): Resolver {
  return (parent, args, vault) => {
    refuseAbandoned(vault);
    return resolve(parent, args, vault);
  };
}

function mutationResolvers(plugin: Plugin, { Mutation = {} }: FieldResolvers): TypeResolvers {
  const unions = unionsOf(plugin);
  const fields = typesOf(plugin)
    .filter(({ name }) => name.value === 'Mutation')
    .flatMap(({ fields: own = [] }) => own);
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      const resolve = Mutation[name.value];
      return [name.value, resolve && answering(resolve, unions.get(namedType(type)) ?? [])];
    }),
  );
}

type Resolve = (...asked: ResolverArguments) => unknown;

/** Throws BAD_USER_INPUT for an outcome that is not a member of the result union. */
function answering(resolve: Resolve, answers: readonly string[]): Resolve {
  return async (...[parent, args, vault, info]) => {
    const answer: unknown = await resolve(parent, args, withKeyOf(vault, info), info);
    if (!isOutcome(answer) || answers.includes(answer.__typename)) return answer;
    throw new VaultError('BAD_USER_INPUT', 'message' in answer ? String(answer.message) : answer.__typename);
  };
}

/** One request may have several mutations: a field's key is the caller's key together with the caller and the field's path. */
function withKeyOf(vault: Vault, { path }: GraphQLResolveInfo): Vault {
  const { idempotencyKey, userId, service } = vault;
  if (idempotencyKey === undefined) return vault;
  return { ...vault, idempotencyKey: [userId ?? service ?? '', idempotencyKey, path.key].join('/') };
}

/** A value of a result union without a `__typename` is the success: its entity, or else its member that is no failure. */
function unionResolvers(plugin: Plugin): TypeResolvers {
  const types = typesOf(plugin);
  const entities = namesOf(types.filter(isEntity));
  const failures = namesOf(types.filter(isFailure));
  return Object.fromEntries(
    [...unionsOf(plugin)].map(([union, members]) => {
      const success =
        members.find((member) => entities.has(member)) ?? members.find((member) => !failures.has(member));
      return [union, { __resolveType: (value: { __typename?: string }) => value.__typename ?? success }];
    }),
  );
}

function namesOf(types: readonly ObjectTypeDefinitionNode[]): ReadonlySet<string> {
  return new Set(types.map(({ name }) => name.value));
}

function isFailure({ interfaces = [] }: ObjectTypeDefinitionNode): boolean {
  return interfaces.some(({ name }) => name.value === 'Failure');
}

function referenceResolvers(plugin: Plugin, fields: FieldResolvers): TypeResolvers {
  return Object.fromEntries(
    Object.entries(plugin.references).map(([type, find]) => [
      type,
      {
        ...fields[type],
        async __resolveReference(reference: { id: string }, vault: Vault) {
          refuseAbandoned(vault);
          return (await isOnFor(plugin, vault)) ? find(reference, vault) : null;
        },
      },
    ]),
  );
}

function typesOf(plugin: Plugin) {
  return plugin.typeDefs.flatMap(objectTypes);
}

function unionsOf(plugin: Plugin): ReadonlyMap<string, readonly string[]> {
  const unions = plugin.typeDefs
    .flatMap(({ definitions }) => definitions)
    .filter((node): node is UnionTypeDefinitionNode => node.kind === Kind.UNION_TYPE_DEFINITION);
  return new Map(
    unions.map(({ name, types = [] }) => [name.value, types.map((member) => member.name.value)]),
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
