import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { Place } from './places.ts';
import { isRecord, type Json } from './readAnswer.ts';
import { fieldsOf, responseKey, type Fragments } from './selection.ts';

/**
 * Compiles a cut of an error's path to what the client asked for: what a plan needs for itself the client does not know.
 * Undefined where the client goes without nothing because of it.
 */
export function compileTrim(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): (path: Place, data: Json | null) => Place | undefined {
  return (path, data) => {
    let sets: readonly SelectionSetNode[] = [operation.selectionSet];
    for (const [index, part] of path.entries()) {
      if (typeof part === 'number') continue;
      const asked = sets
        .flatMap((set) => fieldsOf(set, fragments))
        .filter((field) => responseKey(field) === part);
      if (asked.length === 0) return lacksSomething(data, path.slice(0, index));
      sets = asked.flatMap(({ selectionSet }) => selectionSet ?? []);
    }
    return path;
  };
}

/** The place, where it is null itself or an object that lacks a value. */
function lacksSomething(data: Json | null, place: Place): Place | undefined {
  let value: unknown = data;
  for (const part of place) {
    if (typeof value !== 'object' || value === null) return place;
    value = (value as Record<string | number, unknown>)[part];
  }
  const isWhole = isRecord(value) && Object.values(value).every((each) => each !== null);
  return isWhole ? undefined : place;
}
