import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { isRecord, type Json } from '../operation/json.ts';
import type { Subtypes } from '../operation/subtypes.ts';

/** A place in a client's answer. */
export type Place = readonly (string | number)[];

/** Finds the objects at a place of a plan in the data fetched so far. */
export interface Places {
  /** Each object once, however many places it has; `sharing` is true if some may hang at several places. */
  find(data: Json, sharing: boolean): readonly Json[];
  /** The client's path for each of them. */
  locate(data: Json): ReadonlyMap<Json, readonly Place[]>;
}

/** One walk: the visitor at its end, the current path (if needed), and the objects visited (if each is visited once). */
interface Tour {
  readonly visit: (object: Json) => void;
  readonly path?: (string | number)[];
  readonly seen?: Map<Walk, Set<Json>> | undefined;
}

type Walk = (value: unknown, tour: Tour) => void;

/** Compiles the path of a plan: through fields, lists and type conditions. */
export function compilePlaces(path: readonly FlattenNodePathSegment[], subtypes: Subtypes): Places {
  const walk = path
    .toReversed()
    .reduce<Walk>((next, segment) => walkSegment(segment, next, subtypes), walkEnd);
  return {
    find(data, sharing) {
      const found: Json[] = [];
      walk(data, { visit: (object) => found.push(object), seen: sharing ? new Map() : undefined });
      return found;
    },
    locate(data) {
      const found = new Map<Json, Place[]>();
      const at: (string | number)[] = [];
      const visit = (object: Json) => {
        const places = found.get(object) ?? [];
        places.push([...at]);
        found.set(object, places);
      };
      walk(data, { visit, path: at });
      return found;
    },
  };
}

const walkEnd: Walk = (value, tour) => {
  if (!isRecord(value)) walkItems(value, walkEnd, tour);
  else if (isNews(walkEnd, value, tour)) tour.visit(value);
};

function walkSegment(segment: FlattenNodePathSegment, next: Walk, subtypes: Subtypes): Walk {
  if (segment === '@') return (value, tour) => walkItems(value, next, tour);
  if ('TypeCondition' in segment) return walkType(segment.TypeCondition, next, subtypes);
  const { Field: name } = segment;
  return function walkField(value, tour) {
    if (!isRecord(value)) return walkItems(value, walkField, tour);
    if (!isNews(walkField, value, tour)) return;
    tour.path?.push(name);
    next(value[name], tour);
    tour.path?.pop();
  };
}

/** An object without `__typename` has the type that the plan expects. */
function walkType(conditions: readonly string[], next: Walk, subtypes: Subtypes): Walk {
  const names = new Set<unknown>(conditions.flatMap((condition) => [...subtypes(condition)]));
  return function walkCast(value, tour) {
    if (!isRecord(value)) return walkItems(value, walkCast, tour);
    if (value.__typename === undefined || names.has(value.__typename)) next(value, tour);
  };
}

function walkItems(value: unknown, next: Walk, tour: Tour): void {
  if (!Array.isArray(value)) return;
  const { path } = tour;
  for (let index = 0; index < value.length; index += 1) {
    path?.push(index);
    next(value[index], tour);
    path?.pop();
  }
}

/** False if the same step of the path has reached the object before. */
function isNews(step: Walk, object: Json, { seen }: Tour): boolean {
  if (!seen) return true;
  const before = seen.get(step) ?? new Set();
  if (before.has(object)) return false;
  seen.set(step, before.add(object));
  return true;
}
