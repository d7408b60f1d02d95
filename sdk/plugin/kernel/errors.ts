/** The GraphQL error codes that clients may switch on; each has a section in docs/errors.md. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'IDENTITY_UNAVAILABLE',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'SETTINGS_INVALID',
  'PLUGIN_INVALID',
  'WORKFLOW_INVALID',
  'STEP_FAILED',
  'SAGA_UNFINISHED',
  'HOOK_OUTSIDE_TRANSACTION',
  'COMPOSITION_FAILED',
  'SUBREQUEST_HTTP_ERROR',
  'SUBREQUEST_MALFORMED_RESPONSE',
  'GATEWAY_TIMEOUT',
  'RESPONSE_VALIDATION_FAILED',
  'BAD_REQUEST',
  'BATCHING_NOT_ENABLED',
  'OPERATION_RESOLUTION_FAILURE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'MAX_DEPTH_LIMIT',
  'MAX_ALIASES_LIMIT',
  'MAX_ROOT_FIELDS_LIMIT',
  'MAX_DIRECTIVES_LIMIT',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'RATE_LIMITED',
  'OVERLOADED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'DOCUMENT_NOT_TRUSTED',
  'STACK_FAILED',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

interface VaultErrorOptions extends ErrorOptions {
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An error whose sentence a user can act on. Everything else is masked before it leaves a process. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: ErrorCode;
  /** The fields that a client gets beside the code. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: VaultErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.extensions = options.extensions ?? {};
  }
}
