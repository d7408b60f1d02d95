import type { GraphQLError } from 'graphql';
import { isRecord, type Json } from './readAnswer.ts';

type Path = readonly (string | number)[];

/** The entities that a request found to be gone: they are null, and no error. */
export interface MissingEntities {
  /** A subgraph answered a fetch for what is at `path` (`@` for each item of a list); null is an entity that is gone. */
  note(path: Path, data: Json | null): void;
  /** True where a field has no value because the entity that it belongs to is gone, and the answer says null for it. */
  explain(error: GraphQLError, answer: unknown): boolean;
}

/** For one request. */
export function missingEntities(): MissingEntities {
  const places = new Set<string>();
  return {
    note(path, data) {
      if (Array.isArray(data?._entities) && data._entities.includes(null)) places.add(placeOf(path));
    },
    explain({ path = [] }, answer) {
      const entity = path.slice(0, -1);
      return places.has(placeOf(entity)) && valueAt(answer, entity) === null;
    },
  };
}

function placeOf(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? '@' : part)).join('/');
}

function valueAt(answer: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)] as unknown;
    return isRecord(value) ? value[part] : undefined;
  }, answer);
}
