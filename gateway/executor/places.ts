import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { isRecord, type Json } from './readAnswer.ts';
import type { Subtypes } from './subtypes.ts';

/** Where something is in a client's answer. */
export type Place = readonly (string | number)[];

/** Finds the objects at a place of a plan in what is known so far, always in the same order. */
export interface Places {
  find(data: Json): readonly Json[];
  /** Where the client sees each of them. */
  locate(data: Json): readonly Place[];
}

type Visit = (object: Json, path: (string | number)[] | undefined) => void;
type Walk = (value: unknown, visit: Visit, path?: (string | number)[]) => void;

/** Compiles the path of a plan: through fields, lists and type conditions. */
export function compilePlaces(path: readonly FlattenNodePathSegment[], subtypes: Subtypes): Places {
  const walk = path
    .toReversed()
    .reduce<Walk>((next, segment) => walkSegment(segment, next, subtypes), walkEnd);
  return {
    find(data) {
      const found: Json[] = [];
      walk(data, (object) => found.push(object));
      return found;
    },
    locate(data) {
      const found: Place[] = [];
      walk(data, (_, at) => found.push([...(at ?? [])]), []);
      return found;
    },
  };
}

const walkEnd: Walk = (value, visit, path) => {
  if (isRecord(value)) visit(value, path);
  else walkItems(value, walkEnd, { visit, path });
};

function walkSegment(segment: FlattenNodePathSegment, next: Walk, subtypes: Subtypes): Walk {
  if (segment === '@') return (value, visit, path) => walkItems(value, next, { visit, path });
  if ('TypeCondition' in segment) return walkType(segment.TypeCondition, next, subtypes);
  const { Field: name } = segment;
  return function walkField(value, visit, path) {
    if (!isRecord(value)) return walkItems(value, walkField, { visit, path });
    path?.push(name);
    next(value[name], visit, path);
    path?.pop();
  };
}

/** An object without a name for its type is of the one that the plan expects. */
function walkType(conditions: readonly string[], next: Walk, subtypes: Subtypes): Walk {
  const names = new Set<unknown>(conditions.flatMap((condition) => [...subtypes(condition)]));
  return function walkCast(value, visit, path) {
    if (!isRecord(value)) return walkItems(value, walkCast, { visit, path });
    if (value.__typename === undefined || names.has(value.__typename)) next(value, visit, path);
  };
}

function walkItems(
  value: unknown,
  next: Walk,
  { visit, path }: { readonly visit: Visit; readonly path: (string | number)[] | undefined },
): void {
  if (!Array.isArray(value)) return;
  for (let index = 0; index < value.length; index += 1) {
    path?.push(index);
    next(value[index], visit, path);
    path?.pop();
  }
}
