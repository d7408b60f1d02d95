import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { orderName } from '../kernel/index.ts';
import { checkNeeds } from './checkNeeds.ts';
import { needOf } from './needs.ts';
import { objectTypes } from './objectTypes.ts';
import type { PluginDefinition } from './plugin.ts';

/** Returns the faults between a plugin's SDL and its resolvers and references, each with its remedy. */
export function checkSchema({
  typeDefs,
  resolvers = {},
  references = {},
}: PluginDefinition): readonly string[] {
  if (!typeDefs) return [];
  const types = objectTypes(typeDefs);
  const rootFaults = (root: 'Query' | 'Mutation') =>
    fieldsOf(root, types).flatMap((field) => [
      ...missingResolver(root, field, resolvers),
      ...nonNullFaults(root, field),
    ]);
  return [
    ...checkNeeds(typeDefs),
    ...rootFaults('Mutation'),
    ...rootFaults('Query'),
    ...types.flatMap((type) => filteredFaults(type, typeDefs)),
    ...types.filter(isResolvable).flatMap(({ name }) => missingReference(name.value, references)),
  ];
}

function fieldsOf(type: string, types: readonly ObjectTypeDefinitionNode[]): readonly FieldDefinitionNode[] {
  return types.filter(({ name }) => name.value === type).flatMap(({ fields = [] }) => fields);
}

/** True for an entity: a type with a `@key`. */
export function isEntity({ directives = [] }: ObjectTypeDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'key');
}

function isResolvable({ directives = [] }: ObjectTypeDefinitionNode): boolean {
  return directives.some((directive) => directive.name.value === 'key' && !saysUnresolvable(directive));
}

function saysUnresolvable({ arguments: args = [] }: DirectiveNode): boolean {
  return args.some(
    ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  );
}

function missingResolver(
  type: string,
  { name }: FieldDefinitionNode,
  resolvers: PluginDefinition['resolvers'],
): readonly string[] {
  if (resolvers?.[type]?.[name.value]) return [];
  return [`${type}.${name.value} has no resolver; add it to resolvers.ts`];
}

function nonNullFaults(type: string, field: FieldDefinitionNode): readonly string[] {
  if (field.type.kind !== Kind.NON_NULL_TYPE) return [];
  const why = 'if it fails, the whole answer is lost';
  return [`${type}.${field.name.value} is non-null: ${why}; remove the last "!" of its type`];
}

/** A value shows in a filter's result, in an order and in a cursor: its field needs no role. */
function filteredFaults(
  { name: { value: type }, fields = [] }: ObjectTypeDefinitionNode,
  typeDefs: DocumentNode,
): readonly string[] {
  const compared = comparedIn(type, typeDefs);
  const names = fields.filter((field) => needOf(field) !== undefined).map(({ name }) => name.value);
  return names
    .filter((name) => compared.includes(name) || compared.includes(orderName(name)))
    .map(
      (name) =>
        `${type}.${name} has a @role, and a filter or an order would show its values without it; take "${name}" out of filterable and sortable`,
    );
}

function comparedIn(type: string, { definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((node) => {
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value === `${type}Filter`)
      return (node.fields ?? []).map(({ name }) => name.value);
    if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === `${type}OrderField`)
      return (node.values ?? []).map(({ name }) => name.value);
    return [];
  });
}

function missingReference(type: string, references: PluginDefinition['references']): readonly string[] {
  if (references?.[type]) return [];
  return [
    `${type} has a resolvable @key and no reference; add references.${type}, or write resolvable: false`,
  ];
}
