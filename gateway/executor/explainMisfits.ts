import type { Misfit } from './compileAnswer.ts';
import type { Place } from './places.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

const sentences: Readonly<Record<Misfit['kind'], (field: string) => string>> = {
  null: (field) => `Cannot return null for non-nullable field ${field}.`,
  shape: (field) => `What a subgraph answered for ${field} is none of the values that its schema allows.`,
  missing: (field) => `No subgraph has answered for ${field}.`,
};

/** An error for each value that the schema does not allow, but for nulls that another error explains already. */
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
  const unexplained = misfits.filter(({ kind, path }) => kind === 'shape' || !isExplained(path, errors));
  return unexplained.map(({ kind, path, field }) => ({
    message: sentences[kind](field),
    path,
    extensions: { code: 'RESPONSE_VALIDATION_FAILED' },
  }));
}

/** By an error at the place, above it or below it. */
function isExplained(path: Place, errors: readonly ShownError[]): boolean {
  return errors.some((error) => {
    const common = Math.min(path.length, error.path.length);
    return path.slice(0, common).every((part, index) => part === error.path[index]);
  });
}
