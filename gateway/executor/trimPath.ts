import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { Place } from './places.ts';
import { isRecord, type Json } from '../operation/json.ts';
import { fieldsOf, responseKey, type Fragments } from '../operation/selection.ts';

/**
 * Compiles a cut of an error's path to the fields that the client selected: the client does not know the plan's own fields.
 * Returns undefined if the client loses nothing because of the error.
 */
export function compileTrim(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): (path: Place, data: Json | null) => Place | undefined {
  const lengths = new Map<string, number>();
  return (path, data) => {
    const names = path.filter((part) => typeof part === 'string');
    const key = names.join('/');
    const length = lengths.get(key) ?? askedLength(names, operation.selectionSet, fragments);
    lengths.set(key, length);
    return length === names.length ? path : lacksSomething(data, cutAfter(path, length));
  };
}

/** The number of names, from the root on, that the client selected. */
function askedLength(names: readonly string[], root: SelectionSetNode, fragments: Fragments): number {
  let sets: readonly SelectionSetNode[] = [root];
  for (const [index, name] of names.entries()) {
    const asked = sets
      .flatMap((set) => fieldsOf(set, fragments))
      .filter((field) => responseKey(field) === name);
    if (asked.length === 0) return index;
    sets = asked.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return names.length;
}

/** Cuts the path after this many names; the list indexes behind the last name belong to it. */
function cutAfter(path: Place, names: number): Place {
  let left = names;
  const end = path.findIndex((part) => typeof part === 'string' && (left -= 1) < 0);
  return end === -1 ? path : path.slice(0, end);
}

/** The place, if it is null or an object that lacks a value. */
function lacksSomething(data: Json | null, place: Place): Place | undefined {
  let value: unknown = data;
  for (const part of place) {
    if (typeof value !== 'object' || value === null) return place;
    value = (value as Record<string | number, unknown>)[part];
  }
  const isWhole = isRecord(value) && Object.values(value).every((each) => each !== null);
  return isWhole ? undefined : place;
}
