import { errorBody, refusalFor } from '@nimbusvault/runtime/framing';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Every failure before GraphQL execution is answered as JSON, in the shape of a GraphQL error. */
export function createErrorReply(log: Logger) {
  return (error: FastifyError | VaultError, { id }: FastifyRequest, reply: FastifyReply) => {
    const apology = `Something went wrong in the gateway; quote requestId ${id}.`;
    const { status, code, message } = refusalFor(error, apology);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (error instanceof VaultError && 'retryAfter' in error.extensions)
      reply.header('retry-after', error.extensions['retryAfter']);
    if (status === 500) log.error({ requestId: id, err: error }, 'a request failed'); // the cause of a 503 is logged once, elsewhere
    return reply
      .code(status)
      .header('x-request-id', id)
      .send(errorBody(code, message, id));
  };
}

export function replyNotFound({ id }: FastifyRequest, reply: FastifyReply) {
  return reply
    .code(404)
    .send(errorBody('NOT_FOUND', 'Nothing is served at this path. GraphQL is at /graphql.', id));
}
