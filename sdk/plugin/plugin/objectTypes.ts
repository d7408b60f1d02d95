import { Kind, type DocumentNode, type ObjectTypeDefinitionNode } from 'graphql';

/** The object types that an SDL defines or extends. */
export function objectTypes(typeDefs: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return typeDefs.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  ) as readonly ObjectTypeDefinitionNode[];
}
