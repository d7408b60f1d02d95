import { errorBody, refusalOf } from '@nimbusvault/runtime/framing';
import { VaultError, type ErrorCode } from '@nimbusvault/sdk/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** An error whose cause logs itself once, not for each request. */
const toldBefore: readonly ErrorCode[] = ['OVERLOADED', 'IDENTITY_UNAVAILABLE'];

/** Of what is said to a client as it was thrown; a client of automatic persisted queries looks for 200. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  BAD_REQUEST: 400,
  DOCUMENT_NOT_TRUSTED: 403,
  FORBIDDEN: 403,
  PERSISTED_QUERY_NOT_FOUND: 200,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  IDENTITY_UNAVAILABLE: 503,
};

/** Every failure in front of GraphQL is answered as JSON, in the shape of a GraphQL error. */
export function createErrorReply(log: Logger) {
  return (error: FastifyError | VaultError, { id }: FastifyRequest, reply: FastifyReply) => {
    const { status, code, message } = answerTo(error, id);
    if (status === 200) reply.header('cache-control', 'no-store'); // it is found as soon as somebody has sent it
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (error instanceof VaultError && 'retryAfter' in error.extensions)
      reply.header('retry-after', error.extensions['retryAfter']);
    if (status >= 500 && !toldBefore.includes(code))
      log.error({ requestId: id, err: error }, 'a request failed');
    return reply
      .code(status)
      .header('x-request-id', id)
      .send(errorBody(code, message, id));
  };
}

export function replyNotFound({ id }: FastifyRequest, reply: FastifyReply) {
  return reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here. GraphQL is at /graphql.', id));
}

function answerTo(error: FastifyError | VaultError, requestId: string): Refusal {
  const told = error instanceof VaultError ? statuses[error.code] : undefined;
  if (told !== undefined) return { status: told, code: error.code as ErrorCode, message: error.message };
  const status = error instanceof VaultError ? 500 : (error.statusCode ?? 500);
  if (status < 500) return { status, code: 'BAD_REQUEST', message: refusalOf(status) };
  const apology = `Something went wrong in the gateway; quote requestId ${requestId}.`;
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: apology };
}
