import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../operation/json.ts';

type Path = readonly (string | number)[];

interface AnswerError {
  readonly message: string;
  readonly path?: Path;
}

/** In what two answers differ: data, or where errors say why something is null; nothing where they are equal. */
export function difference(one: Json, other: Json): string | undefined {
  if (!isDeepStrictEqual(one.data, other.data)) return 'data';
  const [ours, theirs] = [one, other].map((answer) => explained(answer));
  return isDeepStrictEqual(ours, theirs) ? undefined : `errors at ${JSON.stringify([ours, theirs])}`;
}

/** Of several fields that null the same object graphql-js tells of the first that it comes to: what counts is the null. */
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
