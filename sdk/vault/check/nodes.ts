import { Kind, parse, type DirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';
import { objectTypes } from '@nimbusvault/sdk/internal';
import type { Finding } from './source/finding.ts';

/**
 * Finds the plugin's own entities that `node(id)` would not find. A type is another's if another subgraph says that it is a Node, or if it is
 * only extended here; a key of more than the id, or of something else, cannot be looked for by an id.
 */
export function findNodeless(sdl: string, others: readonly string[]): readonly Finding[] {
  const ofOthers = new Set(
    others
      .flatMap((each) => objectTypes(parse(each)))
      .filter(isNode)
      .map(({ name }) => name.value),
  );
  return objectTypes(parse(sdl))
    .filter(({ kind, directives = [] }) => kind === Kind.OBJECT_TYPE_DEFINITION && directives.some(isById))
    .filter((type) => !isNode(type) && !ofOthers.has(type.name.value))
    .map(({ name: { value: type } }) => ({
      code: 'SCHEMA_NODES',
      severity: 'error',
      file: 'schema.ts',
      message: `${type} is an entity by its id, but does not implement Node: node(id) does not find it`,
      fix: `Write "type ${type} implements Node @key(fields: "id")". If the type is another plugin's, write "extend type ${type}".`,
    }));
}

function isNode({ interfaces = [] }: ObjectTypeDefinitionNode): boolean {
  return interfaces.some(({ name }) => name.value === 'Node');
}

/** True for `@key(fields: "id")` of a type that is resolved here. */
function isById({ name, arguments: given = [] }: DirectiveNode): boolean {
  const valueOf = (argument: string) => given.find((each) => each.name.value === argument)?.value;
  const [fields, resolvable] = [valueOf('fields'), valueOf('resolvable')];
  if (name.value !== 'key' || fields?.kind !== Kind.STRING || fields.value.trim() !== 'id') return false;
  return resolvable?.kind !== Kind.BOOLEAN || resolvable.value;
}
