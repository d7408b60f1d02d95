import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { roles } from '../kernel/index.ts';
import type { PluginDefinition } from './plugin.ts';

/** What is wrong between a plugin's SDL and its resolvers and references, each with what to do. */
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
    ...fieldsOf('Mutation', types).flatMap((field) => roleFaults('Mutation', field)),
    ...fieldsOf('Query', types)
      .filter(hasRoleDirective)
      .flatMap((field) => roleFaults('Query', field)),
    ...rootFaults('Mutation'),
    ...rootFaults('Query'),
    ...types.filter(isResolvable).flatMap(({ name }) => missingReference(name.value, references)),
  ];
}

/** The object types that an SDL defines or extends. */
export function objectTypes(typeDefs: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return typeDefs.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  ) as readonly ObjectTypeDefinitionNode[];
}

function fieldsOf(type: string, types: readonly ObjectTypeDefinitionNode[]): readonly FieldDefinitionNode[] {
  return types.filter(({ name }) => name.value === type).flatMap(({ fields = [] }) => fields);
}

/** The role that a field's `@role(needs:)` names, if there is one. */
export function neededRole(field: FieldDefinitionNode): string | undefined {
  return stringArgument(
    field.directives?.find(({ name }) => name.value === 'role'),
    'needs',
  );
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

function stringArgument(directive: DirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function hasRoleDirective({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'role');
}

/** A query may say who may call it, a mutation has to. */
function roleFaults(type: string, field: FieldDefinitionNode): readonly string[] {
  const role = neededRole(field);
  if (roles.some((known) => known === role)) return [];
  return [`${type}.${field.name.value} does not say who may call it; add @role(needs: "member") or "admin"`];
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
  const why = 'where it fails, all of the answer would be lost with it';
  return [`${type}.${field.name.value} is non-null: ${why}; take the last "!" off its type`];
}

function missingReference(type: string, references: PluginDefinition['references']): readonly string[] {
  if (references?.[type]) return [];
  return [`${type} has a resolvable @key and no reference; add references.${type}, or say resolvable: false`];
}
