/** Everything the platform knows about an error code; docs/errors.md shows this table. */
interface ErrorRow {
  /** The HTTP status of a request that is refused with this code; null for a code that refuses no request. */
  readonly status: number | null;
  /** The status in application/json, where it is another one: GraphQL over HTTP answers a document at fault with 200 there. */
  readonly statusInJson?: 200;
  /**
   * 'caller': the client, or the person at the command line. 'sender': the sender of the HTTP request alone; a gateway that gets it
   * from a subgraph logs it and masks it for its own client. 'log': nobody; the caller gets a masked message.
   */
  readonly seenBy: 'caller' | 'sender' | 'log';
  /** Whether the same request can succeed later. 'after': after the seconds in the header Retry-After. */
  readonly retry: 'no' | 'yes' | 'after';
}

/** The GraphQL error codes that clients may switch on; each has a section in docs/errors.md. */
const errorTable = {
  UNAUTHENTICATED: { status: 401, seenBy: 'caller', retry: 'no' },
  ACCESS_REVOKED: { status: 401, seenBy: 'caller', retry: 'no' },
  IDENTITY_UNAVAILABLE: { status: 503, seenBy: 'caller', retry: 'after' },
  FORBIDDEN: { status: 403, seenBy: 'caller', retry: 'no' },
  BAD_USER_INPUT: { status: 400, statusInJson: 200, seenBy: 'caller', retry: 'no' },
  NOT_FOUND: { status: 404, seenBy: 'caller', retry: 'no' },
  SETTINGS_INVALID: { status: null, seenBy: 'caller', retry: 'no' },
  STAND_IN_REFUSED: { status: null, seenBy: 'caller', retry: 'no' },
  ORGANIZATION_SETTINGS_INVALID: { status: null, seenBy: 'caller', retry: 'no' },
  ENCRYPTION_KEY_MISSING: { status: null, seenBy: 'caller', retry: 'no' },
  PLUGIN_NOT_ENABLED: { status: null, seenBy: 'caller', retry: 'no' },
  PLUGIN_INVALID: { status: null, seenBy: 'caller', retry: 'no' },
  MIGRATION_EDITED: { status: null, seenBy: 'caller', retry: 'no' },
  MIGRATION_FAILED: { status: null, seenBy: 'caller', retry: 'no' },
  MIGRATION_MISSING: { status: null, seenBy: 'caller', retry: 'no' },
  WORKFLOW_INVALID: { status: null, seenBy: 'caller', retry: 'no' },
  STEP_FAILED: { status: null, seenBy: 'caller', retry: 'yes' },
  PLUGINS_UNKNOWN: { status: null, seenBy: 'caller', retry: 'yes' },
  SAGA_UNFINISHED: { status: null, seenBy: 'caller', retry: 'yes' },
  HOOK_OUTSIDE_TRANSACTION: { status: null, seenBy: 'caller', retry: 'no' },
  TRANSACTION_OPEN: { status: null, seenBy: 'caller', retry: 'no' },
  OUTSIDE_REFUSED: { status: null, seenBy: 'log', retry: 'no' },
  OUTSIDE_UNAVAILABLE: { status: null, seenBy: 'caller', retry: 'yes' },
  OUTSIDE_ANSWER_INVALID: { status: null, seenBy: 'log', retry: 'no' },
  ADDRESS_NOT_ALLOWED: { status: null, seenBy: 'caller', retry: 'no' },
  HANDLER_HUNG: { status: null, seenBy: 'log', retry: 'no' },
  THREAD_FAILED: { status: null, seenBy: 'log', retry: 'no' },
  SDK_TOO_OLD: { status: null, seenBy: 'log', retry: 'no' },
  BROKER_TOO_OLD: { status: null, seenBy: 'log', retry: 'no' },
  COMPOSITION_FAILED: { status: null, seenBy: 'caller', retry: 'no' },
  SUBREQUEST_HTTP_ERROR: { status: null, seenBy: 'caller', retry: 'yes' },
  SUBREQUEST_MALFORMED_RESPONSE: { status: null, seenBy: 'caller', retry: 'no' },
  GATEWAY_TIMEOUT: { status: null, seenBy: 'caller', retry: 'yes' },
  RESPONSE_VALIDATION_FAILED: { status: null, seenBy: 'caller', retry: 'no' },
  BAD_REQUEST: { status: 400, seenBy: 'sender', retry: 'no' },
  BATCHING_NOT_ENABLED: { status: 400, seenBy: 'caller', retry: 'no' },
  IDEMPOTENCY_KEY_REUSED: { status: null, seenBy: 'caller', retry: 'no' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, statusInJson: 200, seenBy: 'sender', retry: 'no' },
  GRAPHQL_PARSE_FAILED: { status: 400, statusInJson: 200, seenBy: 'sender', retry: 'no' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, statusInJson: 200, seenBy: 'sender', retry: 'no' },
  MAX_DEPTH_LIMIT: { status: 400, seenBy: 'caller', retry: 'no' },
  MAX_ALIASES_LIMIT: { status: 400, seenBy: 'caller', retry: 'no' },
  MAX_ROOT_FIELDS_LIMIT: { status: 400, seenBy: 'caller', retry: 'no' },
  MAX_DIRECTIVES_LIMIT: { status: 400, seenBy: 'caller', retry: 'no' },
  COST_ESTIMATED_TOO_EXPENSIVE: { status: 400, seenBy: 'caller', retry: 'no' },
  RATE_LIMITED: { status: 429, seenBy: 'caller', retry: 'after' },
  DATABASE_UNAVAILABLE: { status: 503, seenBy: 'caller', retry: 'yes' },
  OVERLOADED: { status: 503, seenBy: 'caller', retry: 'after' },
  PERSISTED_QUERY_NOT_FOUND: { status: 200, seenBy: 'caller', retry: 'no' }, // 200: its clients look for that
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 200, seenBy: 'caller', retry: 'no' },
  DOCUMENT_NOT_TRUSTED: { status: 403, seenBy: 'caller', retry: 'no' },
  STACK_FAILED: { status: null, seenBy: 'caller', retry: 'no' },
  INTERNAL_SERVER_ERROR: { status: 500, seenBy: 'log', retry: 'yes' },
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof errorTable;

/** In the order of docs/errors.md. */
export const errorCodes = Object.keys(errorTable) as readonly ErrorCode[];

export function errorRow(code: ErrorCode): ErrorRow {
  return errorTable[code];
}

/** Whether the same request can succeed later; a mutation only with its idempotency key. */
export function isRetryable(code: string): boolean {
  return isErrorCode(code) && errorRow(code).retry !== 'no';
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}

/** Whether GraphQL itself says this code about a request or its document. */
export function isFaultOfRequest(code: unknown): boolean {
  if (!isErrorCode(code)) return false;
  const { seenBy, statusInJson } = errorRow(code);
  return seenBy === 'sender' || statusInJson !== undefined;
}
