import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../operation/json.ts';

type Path = readonly (string | number)[];

interface AnswerError {
  readonly message: string;
  readonly path?: Path;
}

/** The difference of two answers: in data, or in the paths of errors that explain a null; undefined if they are equal. */
export function difference(one: Json, other: Json): string | undefined {
  if (!isDeepStrictEqual(one.data, other.data)) return 'data';
  const [ours, theirs] = [one, other].map((answer) => explained(answer));
  return isDeepStrictEqual(ours, theirs) ? undefined : `errors at ${JSON.stringify([ours, theirs])}`;
}

/** If several fields null the same object, graphql-js reports the first that it reaches: only the null counts. */
function explained({ data, errors = [] }: Json): readonly string[] {
  const places = (errors as AnswerError[]).map(({ path = [] }) => JSON.stringify(nullAbove(data, path)));
  return [...new Set(places)].toSorted();
}

function nullAbove(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, part] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[part];
  }
  return path;
}
