import { Kind, type DocumentNode, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql';
import { keyFields } from './keyFields.ts';
import { needOf, saysRole } from './needs.ts';
import { objectTypes } from './objectTypes.ts';

/** The faults in the `@role` of an SDL's fields, each with its remedy. A mutation must declare one. */
export function checkNeeds(typeDefs: DocumentNode): readonly string[] {
  const ofTypes = objectTypes(typeDefs).flatMap((type) =>
    (type.fields ?? []).flatMap((field) => faultsOf(type, field)),
  );
  return [...ofTypes, ...interfaceFaults(typeDefs)];
}

function faultsOf(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): readonly string[] {
  const path = `${type.name.value}.${field.name.value}`;
  if (!saysRole(field))
    return type.name.value === 'Mutation'
      ? [`${path} does not declare who may call it; add @role(needs: "member") or "admin"`]
      : [];
  if (!needOf(field))
    return [
      `${path} has a @role that is unknown; write @role(needs: "member") or "admin", and scopes such as ["documents:write"]`,
    ];
  if (keyFields(type).includes(field.name.value))
    return [`${path} has a @role and is in the @key, which other subgraphs join by; remove @role`];
  if (field.type.kind === Kind.NON_NULL_TYPE && !['Query', 'Mutation'].includes(type.name.value))
    return [
      `${path} has a @role and is non-null: callers without the role would lose the whole object; remove the last "!"`,
    ];
  return [];
}

function interfaceFaults({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((node) => {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_EXTENSION)
      return [];
    return (node.fields ?? [])
      .filter(saysRole)
      .map(
        ({ name }) =>
          `${node.name.value}.${name.value} has a @role and belongs to an interface; put it on the field of each type`,
      );
  });
}
