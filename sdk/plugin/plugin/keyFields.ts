import { Kind, type ObjectTypeDefinitionNode } from 'graphql';

/** The names of the fields in a type's `@key`s, including nested fields. */
export function keyFields({ directives = [] }: ObjectTypeDefinitionNode): readonly string[] {
  return directives
    .filter(({ name }) => name.value === 'key')
    .flatMap(({ arguments: given = [] }) => given)
    .flatMap(({ value }) => (value.kind === Kind.STRING ? value.value.split(/\W+/) : []));
}
