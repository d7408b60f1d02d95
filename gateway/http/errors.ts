import { errorRow, isErrorCode, isRetryable, type ErrorCode } from '@nimbusvault/sdk/kernel';

const longestMessage = 1_000;

/** An error as it leaves the gateway. */
interface AnswerError {
  readonly message: string;
  readonly locations?: unknown;
  readonly path?: unknown;
  readonly extensions: {
    readonly code: string;
    /** Whether the same request can succeed later. */
    readonly retryable: boolean;
    readonly requestId: string;
    readonly subgraph?: string;
    /** The run that has not ended; see SAGA_UNFINISHED. */
    readonly saga?: unknown;
  };
}

interface RawError {
  readonly message: string;
  readonly locations?: unknown;
  readonly path?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly subgraph?: string; readonly saga?: unknown };
}

/** A GraphQL result as it was executed. */
interface RawResult {
  readonly errors?: readonly RawError[];
  readonly data?: unknown;
  readonly extensions?: unknown;
}

/** The text of a GraphQL result whose errors have been finished. */
export function finishAnswer({ errors, ...rest }: RawResult, requestId: string, mostErrors: number): string {
  if (!errors) return `${JSON.stringify(rest)}\n`;
  return JSON.stringify({ errors: finishErrors(errors, requestId, mostErrors), ...rest });
}

/** Gives errors their requestId, masks messages that were not written for clients, and bounds their number. */
function finishErrors(
  errors: readonly RawError[],
  requestId: string,
  mostErrors: number,
): readonly AnswerError[] {
  const shown = errors.slice(0, mostErrors).map((error) => finishError(error, requestId));
  return [...shown, ...leftOut(errors.slice(mostErrors), requestId)];
}

function finishError({ message, locations, path, extensions }: RawError, requestId: string): AnswerError {
  const { code: given, subgraph, saga } = extensions ?? {};
  if (!isPublic(given, subgraph)) {
    const apology = `Something went wrong in the gateway; quote requestId ${requestId}.`;
    const code = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;
    return { message: apology, path, extensions: { code, retryable: isRetryable(code), requestId } };
  }
  return {
    message: message.slice(0, longestMessage),
    locations,
    path,
    extensions: { code: given, retryable: isRetryable(given), subgraph, requestId, saga },
  };
}

/** An error that carries its subgraph's name was masked when it was received. */
function isPublic(code: unknown, subgraph: string | undefined): code is string {
  if (subgraph !== undefined) return typeof code === 'string';
  return isErrorCode(code) && errorRow(code).seenBy !== 'log';
}

function leftOut(errors: readonly RawError[], requestId: string): AnswerError[] {
  const [first] = errors;
  if (!first) return [];
  const message = `Errors omitted from this answer: ${errors.length}.`;
  return [{ message, extensions: finishError(first, requestId).extensions }];
}
