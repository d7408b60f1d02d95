import { errorRow, isErrorCode, VaultError, type ErrorCode } from '@nimbusvault/sdk/kernel';
import type { Place } from './places.ts';
import { isRecord } from '../operation/json.ts';
import type { Origin, SubgraphError } from './execution.ts';
import type { RequestContext } from './requestContext.ts';

const unnamedCode = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;

/** An error that may be shown to the client. */
export interface ShownError {
  readonly message: string;
  readonly path: Place;
  readonly extensions: { readonly code: string; readonly subgraph?: string; readonly saga?: unknown };
}

/** The answer of a subgraph does not fit its request. */
export function malformed(name: string): VaultError {
  const message = `${name} answered with something that is not its GraphQL answer.`;
  return new VaultError('SUBREQUEST_MALFORMED_RESPONSE', message);
}

/** One error for every path that a failed request leaves without its field. */
export function errorsOfFailure(
  subgraph: string,
  failure: { readonly message: string; readonly code: string; readonly saga?: unknown },
  lost: readonly Place[],
): ShownError[] {
  return lost.map((path) => ({
    message: failure.message,
    path,
    extensions: { code: failure.code, subgraph, ...(failure.saga ? { saga: failure.saga } : {}) },
  }));
}

/** The place that the errors of an answer belong to. */
interface ErrorSite {
  readonly context: RequestContext;
  /** The fields that the client goes without if there is no data at all. */
  readonly lost: () => readonly Place[];
  /** The places in the client's answer that a path of the subgraph's answer stands for; none where it stands for nothing. */
  readonly locate: (path: Place) => readonly Place[];
}

/** The errors of a subgraph: masked unless they may be shown; an error without a path is laid on every field that is lost. */
export function showErrors(
  subgraph: Origin,
  errors: readonly SubgraphError[],
  { context, lost, locate }: ErrorSite,
): ShownError[] {
  return errors.flatMap((error) => {
    const failure = publicFailure(subgraph, error, context);
    const path = usablePath(error.path);
    const places = path ? locate(path) : [];
    return errorsOfFailure(subgraph.name, failure, places.length > 0 ? places : lost());
  });
}

/** The reason that a fetch stopped, in words for the client; the log has the rest. */
export function asFailure(subgraph: string, error: unknown, { log }: RequestContext): VaultError {
  const failure =
    error instanceof VaultError
      ? error
      : new VaultError('INTERNAL_SERVER_ERROR', 'The gateway failed to ask a subgraph.', { cause: error });
  log.warn({ subgraph, code: failure.code, err: failure.cause }, failure.message);
  return failure;
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

/** A code for the sender alone says that the gateway and its subgraph misunderstand each other: no client can act on it. */
function isPublicCode(code: unknown): code is ErrorCode {
  return isErrorCode(code) && errorRow(code).seenBy === 'caller';
}

function usablePath(path: unknown): Place | undefined {
  if (!Array.isArray(path) || path.length === 0) return undefined;
  return path.every((part) => typeof part === 'string' || typeof part === 'number') ? path : undefined;
}
