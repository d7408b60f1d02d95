import type { Misfit } from './compileAnswer.ts';
import type { Place } from './places.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

const sentences: Readonly<Record<Misfit['kind'], (field: string) => string>> = {
  null: (field) => `Cannot return null for non-nullable field ${field}.`,
  shape: (field) => `A subgraph answered ${field} with a value that its schema does not allow.`,
  missing: (field) => `No subgraph has answered for ${field}.`,
};

/** Returns an error for each value that the schema does not allow, except nulls that another error already explains. */
export function explainMisfits(
  misfits: readonly Misfit[],
  errors: readonly ShownError[],
  { log }: RequestContext,
): readonly ShownError[] {
  if (misfits.length === 0) return [];
  log.warn(
    { misfits: misfits.slice(0, 10) },
    'a subgraph answered with values that its schema does not allow',
  );
  const isExplained = explainedBy(errors);
  const unexplained = misfits.filter(({ kind, path }) => kind === 'shape' || !isExplained(path));
  return unexplained.map(({ kind, path, field }) => ({
    message: sentences[kind](field),
    path,
    extensions: { code: 'RESPONSE_VALIDATION_FAILED' },
  }));
}

/** True for a place with an error at, above or below it. There may be thousands of places and of errors. */
function explainedBy(errors: readonly ShownError[]): (path: Place) => boolean {
  const places = new Set(errors.map(({ path }) => nameOf(path)));
  const above = new Set(errors.flatMap(({ path }) => prefixesOf(path)));
  return (path) => above.has(nameOf(path)) || prefixesOf(path).some((prefix) => places.has(prefix));
}

function prefixesOf(path: Place): readonly string[] {
  return Array.from({ length: path.length + 1 }, (_, length) => nameOf(path.slice(0, length)));
}

function nameOf(path: Place): string {
  return path.join('/');
}
