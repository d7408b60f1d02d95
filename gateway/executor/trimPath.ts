import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Place } from './places.ts';
import { fragmentOf, responseKey } from './selection.ts';

/** Compiles a cut of paths to what the client asked for: what a plan needs for itself is nothing that it knows. */
export function compileTrim(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (path: Place) => Place {
  return (path) => {
    let sets: readonly SelectionSetNode[] = [operation.selectionSet];
    for (const [index, part] of path.entries()) {
      if (typeof part === 'number') continue;
      const asked = sets
        .flatMap((set) => fieldsOf(set, fragments))
        .filter((field) => responseKey(field) === part);
      if (asked.length === 0) return path.slice(0, index);
      sets = asked.flatMap(({ selectionSet }) => selectionSet ?? []);
    }
    return path;
  };
}

function fieldsOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  const fields = set.selections.filter((selection) => selection.kind === Kind.FIELD);
  const inner = set.selections
    .filter((selection) => selection.kind !== Kind.FIELD)
    .flatMap((selection) => {
      const fragment = fragmentOf({ fragments }, selection);
      return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
    });
  return [...fields, ...inner];
}
