import { Kind, type DocumentNode } from 'graphql';

/** The names of the object types that satisfy a type condition, its own included; from the whole supergraph. */
export type Subtypes = (condition: string) => ReadonlySet<string>;

/** The members of interfaces and unions in a supergraph. */
export type Members = ReadonlyMap<string, ReadonlySet<string>>;

export function subtypesOf(members: Members): Subtypes {
  const found = new Map<string, ReadonlySet<string>>();
  return (condition) => {
    const known = found.get(condition) ?? new Set(members.get(condition)).add(condition);
    found.set(condition, known);
    return known;
  };
}

/** Reads the members of all interfaces and unions, hidden ones too. */
export function readMembers({ definitions }: DocumentNode): Members {
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
