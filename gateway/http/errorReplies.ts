import { errorBody, refusalFor } from '@nimbusvault/runtime/framing';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Every failure in front of GraphQL is answered as JSON, in the shape of a GraphQL error. */
export function createErrorReply(log: Logger) {
  return (error: FastifyError | VaultError, { id }: FastifyRequest, reply: FastifyReply) => {
    const apology = `Something went wrong in the gateway; quote requestId ${id}.`;
    const { status, code, message } = refusalFor(error, apology);
    if (status === 200) reply.header('cache-control', 'no-store'); // it is found as soon as somebody has sent it
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (error instanceof VaultError && 'retryAfter' in error.extensions)
      reply.header('retry-after', error.extensions['retryAfter']);
    if (status === 500) log.error({ requestId: id, err: error }, 'a request failed'); // a 503 has its cause logged once, elsewhere
    return reply
      .code(status)
      .header('x-request-id', id)
      .send(errorBody(code, message, id));
  };
}

export function replyNotFound({ id }: FastifyRequest, reply: FastifyReply) {
  return reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here. GraphQL is at /graphql.', id));
}
