import { Kind, type DirectiveNode, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql';
import { keyFields } from '@nimbusvault/sdk/internal';

/** An object type of a schema, with the fields of all its parts. */
export interface ObjectType {
  readonly name: string;
  readonly node: ObjectTypeDefinitionNode;
  readonly fields: ReadonlyMap<string, TypeNode>;
}

/** The object types, each once, with the fields and directives of their extensions. */
export function merged(nodes: readonly ObjectTypeDefinitionNode[]): readonly ObjectType[] {
  return [...Map.groupBy(nodes, ({ name }) => name.value)].map(([name, [first, ...others]]) => {
    const parts = first ? [first, ...others] : others;
    const fields = parts.flatMap(({ fields: own = [] }) => own);
    const directives = parts.flatMap(({ directives: own = [] }) => own);
    const node = { ...parts[0], fields, directives } as ObjectTypeDefinitionNode;
    return { name, node, fields: new Map(fields.map((field) => [field.name.value, field.type])) };
  });
}

/** The type whose connection it is; undefined for another type. */
export function connectedType(
  { name, fields }: ObjectType,
  types: readonly ObjectType[],
): string | undefined {
  const noun = name.replace(/Connection$/, '');
  const edge = types.find((type) => type.name === `${noun}Edge`);
  const isConnection = noun !== name && edge && namedType(fields.get('edges')) === edge.name;
  return isConnection ? namedType(edge.fields.get('node')) : undefined;
}

/** The fields by which others refer to an entity, and those that they send along. */
export function knownFields({ node, fields }: ObjectType): readonly string[] {
  const external = (node.fields ?? []).filter(({ directives }) => has('external', directives));
  const names = [...keyFields(node), ...external.map(({ name }) => name.value)];
  return [...new Set(names)].filter((name) => fields.has(name));
}

/** True for an entity that this subgraph finds by its key. */
export function isResolvable({ node: { directives = [] } }: ObjectType): boolean {
  return directives.some(({ name, arguments: args = [] }) => {
    const isOff = args.some(({ value }) => value.kind === Kind.BOOLEAN && !value.value);
    return name.value === 'key' && !isOff;
  });
}

export function has(directive: string, directives: readonly DirectiveNode[] = []): boolean {
  return directives.some(({ name }) => name.value === directive);
}

function namedType(type: TypeNode | undefined): string | undefined {
  if (!type) return undefined;
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
