import { HeaderMap, type ApolloServer } from '@apollo/server';
import { isUnavailable, tryAgainSoon } from '@nimbusvault/runtime/framing';
import {
  noteActivity,
  readIdempotencyKey,
  VaultError,
  type BaseSettings,
  type Tenant,
} from '@nimbusvault/sdk/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { createPlanTrace } from '../executor/planTrace.ts';
import type { RequestContext } from '../executor/requestContext.ts';
import { resultOf } from '../graph/apolloResult.ts';
import type { ServedGraph } from '../graph/servedGraph.ts';
import type { Asked } from './askedDocument.ts';
import type { DocumentGate } from './documentGate.ts';
import { finishAnswer } from './errors.ts';
import { knownRequestOf, sendAnswer } from './knownOperation.ts';
import type { Identify } from './identity.ts';
import { isTooDeep } from './isTooDeep.ts';
import { createLoadShedding } from './loadShedding.ts';
import { createRateLimits } from './rateLimits.ts';
import type { ReadInTurn } from './readingTurns.ts';
import { statusOf } from './statusOf.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for GraphQL requests, before their body is read. */
    tenant: Tenant | null;
  }
}

const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const mostNested = 200;
const notStored = 'private, no-store';
const planHeader = 'nimbus-query-plan';

/** The callers who get the query plan beside the answer if they request it by the header; all others get only the answer. */
export type ShowsPlansTo = (tenant: Tenant) => boolean;

/** The callers who may see the schema and "Did you mean" suggestions; null is a caller without a token. */
export type ShowsSchemaTo = (tenant: Tenant | null) => boolean;

export interface GraphqlParts {
  readonly apollo: ApolloServer<RequestContext>;
  readonly answerKnown: ServedGraph['answerKnown'];
  readonly identify: Identify;
  readonly showsPlansTo: ShowsPlansTo;
  readonly showsSchemaTo: ShowsSchemaTo;
  readonly passDocument: DocumentGate;
  readonly readInTurn: ReadInTurn;
  readonly limits: BaseSettings['limits'];
  /** The number of gateways that share the rate limits. */
  readonly gateways: () => number;
  readonly log: Logger;
}

/** `/graphql`: load, identity and rate of a request are checked before its body is read. */
export function registerGraphql(app: FastifyInstance, parts: GraphqlParts): void {
  const load = createLoadShedding(parts.limits);
  const count = createRateLimits(parts.limits.rate, parts.gateways);
  app.addHook('onClose', async () => load.stop());
  app.decorateRequest('tenant', null);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      reply.header('cache-control', notStored);
      load.enter(reply.raw);
      request.tenant = await parts.identify(request.headers.authorization);
      count(request.tenant);
    },
    handler: (request, reply) => answerGraphql(request, reply, parts),
    onResponse: async ({ id, tenant }, reply) => {
      const { statusCode: status, elapsedTime } = reply;
      const { org, service } = tenant ?? {};
      parts.log.info({ org, service, requestId: id, status, ms: Math.round(elapsedTime) }, 'answered');
    },
  });
}

async function answerGraphql(request: FastifyRequest, reply: FastifyReply, parts: GraphqlParts) {
  const context = contextOf(request, reply, parts);
  noteActivity(`request ${context.requestId} of ${context.tenant.org}`);
  const asked = parts.passDocument(askedBy(request), context);
  const known = context.trace ? undefined : knownRequestOf(asked);
  const answer = known && (await parts.answerKnown({ ...known, context }));
  if (answer) return sendAnswer(reply, answer, parts.limits.errors);
  await parts.readInTurn(request);
  return answerInFull(asked, reply, { ...parts, context });
}

/** The path of unusual requests and new operations. */
async function answerInFull(
  asked: Asked,
  reply: FastifyReply,
  { context, ...parts }: GraphqlParts & { readonly context: RequestContext },
) {
  const { body, method, search } = asked;
  if (Array.isArray(body)) {
    const refusal = 'Operations cannot be sent in batches. Send one object with a "query".';
    throw new VaultError('BATCHING_NOT_ENABLED', refusal);
  }
  if (isTooDeep(documentOf(asked), mostNested)) {
    const refusal = `The document is nested more than ${mostNested} levels deep. Request less at once.`;
    throw new VaultError('MAX_DEPTH_LIMIT', refusal);
  }
  const answer = await parts.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers: headersOf(asked), search, body },
    context: async () => context,
  });
  const result = resultOf(answer);
  const isAway = isUnavailable(result);
  return reply
    .code(isAway ? 503 : statusOf(answer, result.errors))
    .headers({
      ...Object.fromEntries(answer.headers),
      ...(isAway && tryAgainSoon),
      'cache-control': notStored,
    })
    .send(finishAnswer(result, context.requestId, parts.limits.errors));
}

function askedBy({ method, headers, body, url }: FastifyRequest): Asked {
  const start = url.indexOf('?');
  return { method, headers, body, search: start === -1 ? '' : url.slice(start) };
}

function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { limits, log, showsPlansTo, showsSchemaTo }: GraphqlParts,
): RequestContext {
  const { id: requestId, tenant } = request;
  if (!tenant) throw new VaultError('UNAUTHENTICATED', 'This request has no valid token.');
  return {
    tenant,
    authorization: request.headers.authorization,
    requestId,
    traceparent: traceparentOf(request),
    idempotencyKey: readIdempotencyKey(request.headers['idempotency-key']),
    seesSchema: showsSchemaTo(tenant),
    signal: signalUntilClosed(reply, limits.requestDeadline),
    get log() {
      return log.child({ org: tenant.org, requestId });
    },
    trace: request.headers[planHeader] === 'include' && showsPlansTo(tenant) ? createPlanTrace() : undefined,
  };
}

/** Aborts at the deadline, and once the connection is closed: if the client has disconnected, the subgraphs' answers are not needed. */
function signalUntilClosed(reply: FastifyReply, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const tooLate = () => controller.abort(new DOMException('The request took too long.', 'TimeoutError'));
  const timer = setTimeout(tooLate, milliseconds);
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function headersOf({ headers }: Asked): HeaderMap {
  const pairs = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return new HeaderMap(pairs);
}

function documentOf({ body, search }: Asked): string {
  const { query } = (body ?? {}) as { query?: unknown };
  if (typeof query === 'string') return query;
  return new URLSearchParams(search).get('query') ?? '';
}

function traceparentOf({ headers: { traceparent } }: FastifyRequest): string | undefined {
  return typeof traceparent === 'string' && traceparentPattern.test(traceparent) ? traceparent : undefined;
}
