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

/** The error for a subgraph's answer that does not fit its request. */
export function malformed(name: string): VaultError {
  const message = `${name} answered with something other than a GraphQL answer to the request.`;
  return new VaultError('SUBREQUEST_MALFORMED_RESPONSE', message);
}

/** Returns one error for every path whose field a failed request has lost. */
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
  /** The fields that the client loses if there is no data at all. */
  readonly lost: () => readonly Place[];
  /** The places in the client's answer for a path of the subgraph's answer; empty if there are none. */
  readonly locate: (path: Place) => readonly Place[];
}

/** The errors of a subgraph: masked unless they may be shown; an error without a path is reported for every lost field. */
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

/** The reason that a fetch stopped, as a message for the client; the log has the details. */
export function asFailure(subgraph: string, error: unknown, { log }: RequestContext): VaultError {
  const failure =
    error instanceof VaultError
      ? error
      : new VaultError('INTERNAL_SERVER_ERROR', 'The gateway failed to call a subgraph.', { cause: error });
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

/** A code meant for the sender only shows a disagreement between the gateway and its subgraph: no client can act on it. */
function isPublicCode(code: unknown): code is ErrorCode {
  return isErrorCode(code) && errorRow(code).seenBy === 'caller';
}

function usablePath(path: unknown): Place | undefined {
  if (!Array.isArray(path) || path.length === 0) return undefined;
  return path.every((part) => typeof part === 'string' || typeof part === 'number') ? path : undefined;
}
