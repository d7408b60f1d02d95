import {
  Kind,
  parse,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql';
import { isEntity, objectTypes } from '@nimbusvault/sdk/internal';
import type { World } from './world.ts';

/** A field of Query or Mutation, and a document that calls it with made-up arguments. */
interface RootField {
  readonly root: 'query' | 'mutation';
  readonly name: string;
  readonly definition: FieldDefinitionNode;
  readonly document: string;
}

/** The root fields of the process. */
export function rootFields({ sdl = '' }: World): readonly RootField[] {
  const schema = parse(sdl);
  return objectTypes(schema).flatMap(({ name: { value }, fields = [] }) => {
    if (value !== 'Query' && value !== 'Mutation') return [];
    const root = value === 'Query' ? 'query' : 'mutation';
    return fields
      .filter((field) => !field.name.value.startsWith('_'))
      .map((field) => fieldOf(field, root, schema));
  });
}

function fieldOf(definition: FieldDefinitionNode, root: RootField['root'], schema: DocumentNode): RootField {
  const name = definition.name.value;
  const inputs = requiredOf(definition).map(
    (argument) => `${argument.name.value}: ${literalOf(argument.type, schema)}`,
  );
  const args = inputs.length > 0 ? `(${inputs.join(', ')})` : '';
  const document = `${root} { ${name}${args}${selectionOf(definition.type, schema)} }`;
  return { root, name, definition, document };
}

function requiredOf({ arguments: all = [] }: FieldDefinitionNode): readonly InputValueDefinitionNode[] {
  return all.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
}

/** The ids of the entities that a field answers, directly or in a connection; a leaf selects nothing. */
function selectionOf(type: TypeNode, schema: DocumentNode): string {
  const name = namedType(type);
  const objects = objectTypes(schema);
  const entities = new Set(objects.filter(isEntity).map((entity) => entity.name.value));
  const union = schema.definitions.find(
    (node) => node.kind === Kind.UNION_TYPE_DEFINITION && node.name.value === name,
  );
  if (union?.kind === Kind.UNION_TYPE_DEFINITION) {
    const members = (union.types ?? []).filter((member) => entities.has(member.name.value));
    return ` { __typename ${members.map((member) => `... on ${member.name.value} { id }`).join(' ')} }`;
  }
  const object = objects.find((each) => each.name.value === name);
  if (!object) return isComposite(name, schema) ? ' { __typename }' : '';
  if (entities.has(name)) return ' { __typename id }';
  const edges = object.fields?.some((field) => field.name.value === 'edges');
  return edges ? ' { edges { node { id } } }' : ' { __typename }';
}

function isComposite(name: string, { definitions }: DocumentNode): boolean {
  return definitions.some((node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION && node.name.value === name);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** A literal that validation accepts for a type. */
function literalOf(type: TypeNode, schema: DocumentNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return literalOf(type.type, schema);
  if (type.kind === Kind.LIST_TYPE) return '[]';
  const literals: Readonly<Record<string, string>> = {
    Int: '1',
    Float: '1',
    Boolean: 'true',
    ID: `"${crypto.randomUUID()}"`,
    DateTime: '"2030-01-01T00:00:00.000Z"',
  };
  const name = type.name.value;
  const definition = schema.definitions.find((node) => 'name' in node && node.name?.value === name);
  if (definition?.kind === Kind.ENUM_TYPE_DEFINITION) return definition.values?.[0]?.name.value ?? 'null';
  if (definition?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return literals[name] ?? '"https://example.org/contract-kit"';
  const needed = (definition.fields ?? []).filter((field) => field.type.kind === Kind.NON_NULL_TYPE);
  return `{ ${needed.map((field) => `${field.name.value}: ${literalOf(field.type, schema)}`).join(', ')} }`;
}
