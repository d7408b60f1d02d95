import { Kind, type DocumentNode } from 'graphql';

/** The names of the object types that satisfy a type condition, its own included; from the whole supergraph. */
export type Subtypes = (condition: string) => ReadonlySet<string>;

/** Reads which types are members of which interfaces and unions, hidden ones too. */
export function readSubtypes(supergraph: DocumentNode): Subtypes {
  const members = membersOf(supergraph);
  return (condition) => {
    const found = members.get(condition) ?? new Set();
    members.set(condition, found.add(condition));
    return found;
  };
}

function membersOf({ definitions }: DocumentNode): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  const add = (condition: string, name: string) =>
    members.set(condition, (members.get(condition) ?? new Set()).add(name));
  for (const definition of definitions) {
    const isComposite =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
    if (isComposite)
      for (const each of definition.interfaces ?? []) add(each.name.value, definition.name.value);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const each of definition.types ?? []) add(definition.name.value, each.name.value);
  }
  return members;
}
