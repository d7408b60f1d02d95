import { randomUUID } from 'node:crypto';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { derive, noteActivity, readIdempotencyKey, VaultError, type Tenant } from '@nimbusvault/sdk/kernel';
import type { Abandoned } from '../database/abandonment.ts';
import { assertionHeader, type VerifyAssertion } from './assertion.ts';
import type { Database } from '../database/database.ts';
import {
  acceptJson,
  answerClientError,
  answerFraming,
  errorBody,
  refusalFor,
  refusalOf,
  refuseEncoded,
  refuseNowhere,
  refuseOtherMethods,
  serverOptions,
} from './framing.ts';
import { createTrustRecord, readinessOf, type TrustRecord } from './readiness.ts';
import type { GraphqlServer } from './graphqlServer.ts';

const bodyLimit = 10_000_000;
const longestBodyMilliseconds = 10_000;
const longestReadMilliseconds = 15_000;
const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const requestIdPattern = /^[\w-]{1,64}$/;

const graphqlRequest = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** The dependencies of the HTTP side of a subgraph. */
interface HttpOptions {
  readonly graphql: GraphqlServer;
  readonly database: Database;
  readonly verify: VerifyAssertion;
  readonly log: Logger;
}

/** The subgraph's HTTP server, not yet listening: POST /graphql for the gateway alone, and its health. */
export function createHttp(options: HttpOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.log;
  const logController = new LogController({ disableRequestLogging: true });
  const trust = createTrustRecord();
  const app = fastify({
    bodyLimit,
    loggerInstance,
    logController,
    genReqId: requestIdOf,
    frameworkErrors: replyError,
    ...serverOptions(longestBodyMilliseconds),
    clientErrorHandler: answerClientError,
    return503OnClosing: false, // what reaches us while we drain is still answered
  });
  acceptJson(app);
  answerFraming(app);
  app.addHook('onRequest', refuseNowhere);
  app.addHook('onRequest', refuseEncoded);
  app.addHook('onSend', async (_, reply) => {
    if (!app.server.listening) reply.header('connection', 'close'); // or the gateway's kept-alive pool would hold up the stop
  });
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    const readiness = readinessOf(await options.database.examine(), trust);
    return reply.code(readiness.status === 'not ready' ? 503 : 200).send(readiness);
  });
  app.decorateRequest('tenant', null);
  const onRequest = async (request: FastifyRequest) =>
    request.setDecorator('tenant', await identify(request, options.verify, trust));
  app.post('/graphql', { onRequest }, (request, reply) => answer(request, reply, options));
  refuseOtherMethods(app, 'POST');
  app.setErrorHandler(replyError);
  app.setNotFoundHandler((_, reply) => refuse(reply, nothing));
  return app;
}

const nothing = new VaultError('NOT_FOUND', 'Nothing is served at this path. GraphQL is at /graphql.');

function replyError(error: Error & { statusCode?: number }, _: FastifyRequest, reply: FastifyReply): void {
  refuse(reply, error);
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
): Promise<FastifyReply> {
  const tenant = request.getDecorator<Tenant>('tenant');
  const log = options.log.child({ org: tenant.org, requestId: request.id });
  noteActivity(`request ${request.id} of ${tenant.org}`);
  refuseMisfit(request.body);
  const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
  const traceparent = traceparentOf(request);
  const bare = options.database.vaultFor(tenant, { requestId: request.id, log });
  const vault = derive(bare, { idempotencyKey, traceparent });
  const { status, headers, body } = await options.graphql.answer(request.body, vault, abandonedBy(reply));
  if (body.kind === 'chunked')
    throw new VaultError('BAD_USER_INPUT', 'Answers come whole here, without @defer.');
  return reply
    .code(status ?? 200)
    .headers(Object.fromEntries(headers))
    .send(body.string);
}

/** Throws BAD_REQUEST for an invalid GraphQL request: Apollo's own refusal would have no request id. */
function refuseMisfit(body: unknown): void {
  if (!graphqlRequest.safeParse(body).success) throw new VaultError('BAD_REQUEST', refusalOf(400));
}

/** True once nobody waits for the answer any more: the connection has closed, or the deadline has passed. */
function abandonedBy({ raw }: FastifyReply): Abandoned {
  const deadline = performance.now() + longestReadMilliseconds;
  return () => raw.destroyed || performance.now() > deadline;
}

/** A request without an assertion is no gateway's. */
async function identify(
  request: FastifyRequest,
  verify: VerifyAssertion,
  trust: TrustRecord,
): Promise<Tenant> {
  const assertion = request.headers[assertionHeader];
  if (typeof assertion !== 'string') return verify(undefined);
  try {
    const tenant = await verify(assertion);
    trust.accepted();
    return tenant;
  } catch (error) {
    trust.refused();
    throw error;
  }
}

function refuse(reply: FastifyReply, error: Error & { statusCode?: number }): FastifyReply {
  const { status, code, message } = refusalFor(error, 'Something went wrong here.');
  if (status === 500) reply.log.error({ err: error }, 'a request failed unexpectedly');
  return reply.code(status).send(errorBody(code, message, reply.request.id));
}

function traceparentOf({ headers: { traceparent } }: FastifyRequest): string | undefined {
  return typeof traceparent === 'string' && traceparentPattern.test(traceparent) ? traceparent : undefined;
}

function requestIdOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
}
