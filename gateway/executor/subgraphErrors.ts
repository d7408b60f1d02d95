import { errorCodes, type ErrorCode } from '@nimbusvault/sdk/kernel';
import type { AnswerPath } from './question.ts';
import { isRecord, type Origin, type SubgraphError } from './readAnswer.ts';
import type { RequestContext } from './requestContext.ts';

/** From a subgraph these say that it and the gateway misunderstand each other, which is no news for a client. */
const internalCodes: readonly string[] = [
  'INTERNAL_SERVER_ERROR',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
] satisfies ErrorCode[];

const unnamedCode = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;

/** An error that may be shown to the client. */
export interface ShownError {
  readonly message: string;
  readonly path: AnswerPath;
  readonly extensions: { readonly code: string; readonly subgraph: string; readonly saga?: unknown };
}

/** One error for every path that a failed request leaves without its field. */
export function errorsOfFailure(
  subgraph: string,
  failure: { readonly message: string; readonly code: string; readonly saga?: unknown },
  lost: readonly AnswerPath[],
): ShownError[] {
  return lost.map((path) => ({
    message: failure.message,
    path,
    extensions: { code: failure.code, subgraph, ...(failure.saga ? { saga: failure.saga } : {}) },
  }));
}

/** What a subgraph answered: masked unless it may be shown, and one without a path laid on what is lost. */
export function shownErrors(
  subgraph: Origin,
  errors: readonly SubgraphError[],
  { lost, context }: { readonly lost: readonly AnswerPath[]; readonly context: RequestContext },
): ShownError[] {
  return errors.flatMap((error) => {
    const failure = publicFailure(subgraph, error, context);
    const path = usablePath(error.path);
    return errorsOfFailure(subgraph.name, failure, path ? [path] : lost);
  });
}

function publicFailure({ name, policy }: Origin, error: SubgraphError, { log, requestId }: RequestContext) {
  const { code, saga } = isRecord(error.extensions) ? error.extensions : {};
  const { message } = error;
  if (typeof message === 'string' && isPublicCode(code)) return { message, code, saga };
  if (typeof message === 'string' && policy.showsErrors) return { message, code: textOr(unnamedCode, code) };
  log.error({ subgraph: name, error }, `${name} answered with an error that has no public code`);
  const apology = `Something went wrong in ${name}; quote requestId ${requestId}.`;
  return { message: apology, code: unnamedCode };
}

function textOr(otherwise: string, value: unknown): string {
  return typeof value === 'string' ? value : otherwise;
}

function isPublicCode(code: unknown): code is ErrorCode {
  return (errorCodes as readonly unknown[]).includes(code) && !internalCodes.includes(code as string);
}

/** A path that names a field or an entity: `["_entities"]` alone names neither. */
function usablePath(path: unknown): AnswerPath | undefined {
  if (!Array.isArray(path) || path.length === 0) return undefined;
  if (path[0] === '_entities' && typeof path[1] !== 'number') return undefined;
  return path.every((part) => typeof part === 'string' || typeof part === 'number') ? path : undefined;
}
