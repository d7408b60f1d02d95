import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import type { Json } from '../operation/json.ts';
import type { Represent } from './representations.ts';

/** The distinct representations of one `_entities` field as JSON texts, in the order of their positions. */
export interface Representations {
  readonly positions: Map<string, number>;
  readonly types: string[];
}

/** The index of an entity among the representations; undefined if its required fields are missing. */
export type FindPosition = (entity: Json) => number | undefined;

/** The positions of entities by the values of their keys, one level per key: a JSON text is made only for new entities. */
interface Known {
  readonly next: Map<unknown, Known>;
  position: number | undefined;
}

/** Compiles the search for positions; each request starts it with empty representations. */
export function compilePositions(
  requires: readonly RequiresSelection[],
  represent: Represent,
): (representations: Representations) => FindPosition {
  const names = flatNames(requires);
  const keys = names && [...new Set(['__typename', ...names])];
  return (representations) => {
    const find = (entity: Json) => positionOf(represent(entity), representations);
    return keys ? remembering(keys, find) : find;
  };
}

/** The field names of the representations; undefined if some of the fields have selections. */
function flatNames(requires: readonly RequiresSelection[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const selection of requires) {
    if (selection.kind === 'FragmentSpread') return undefined;
    if (selection.kind === 'Field') {
      if (selection.selections?.length) return undefined;
      names.push(selection.name, selection.alias ?? selection.name);
      continue;
    }
    const inner = flatNames(selection.selections);
    if (!inner) return undefined;
    names.push(...inner);
  }
  return names;
}

function remembering(keys: readonly string[], find: FindPosition): FindPosition {
  const root: Known = { next: new Map(), position: undefined };
  return (entity) => {
    let known = root;
    let isNew = false;
    for (const key of keys) {
      const value = entity[key];
      if (typeof value === 'object' && value !== null) return find(entity);
      let next = known.next.get(value);
      if (!next) {
        isNew = true;
        next = { next: new Map(), position: undefined };
        known.next.set(value, next);
      }
      known = next;
    }
    if (isNew) known.position = find(entity);
    return known.position;
  };
}

function positionOf(
  representation: Json | undefined,
  { positions, types }: Representations,
): number | undefined {
  if (!representation) return undefined;
  const text = JSON.stringify(representation);
  const known = positions.get(text);
  if (known !== undefined) return known;
  positions.set(text, positions.size);
  types.push(String(representation.__typename));
  return positions.size - 1;
}
