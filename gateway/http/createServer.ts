import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance } from 'fastify';
import {
  acceptJson,
  answerClientError,
  answerFraming,
  refuseEncoded,
  refuseNowhere,
  refuseOtherMethods,
  serverOptions,
} from '@nimbusvault/runtime/framing';
import type { BaseSettings } from '@nimbusvault/sdk/kernel';
import type { Finding } from '../subgraphs/probe.ts';
import type { SupergraphStatus } from '../supergraph/supergraphSource.ts';
import { createDocumentGate, type DocumentRules } from './documentGate.ts';
import { createErrorReply, replyNotFound } from './errorReplies.ts';
import { registerExplorer } from './explorer.ts';
import { registerGraphql, type GraphqlParts } from './graphqlRoute.ts';
import { createReadingTurns } from './readingTurns.ts';
import { registerHealth } from './health.ts';
import { registerSchema } from './schemaRoute.ts';

/** The dependencies of the HTTP front. */
interface ServerParts extends Omit<GraphqlParts, 'passDocument' | 'readInTurn'> {
  readonly documents: DocumentRules;
  readonly cors: BaseSettings['cors'];
  readonly developmentToken: string | undefined;
  readonly apiSchema: () => string;
  readonly status: () => SupergraphStatus;
  readonly probe: () => Promise<readonly Finding[]>;
}

/** The gateway's HTTP server, not yet listening. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const replyError = createErrorReply(parts.log);
  const app = fastify({
    bodyLimit: parts.limits.bodyBytes,
    ...serverOptions(parts.limits.bodyTimeout),
    clientErrorHandler: answerClientError,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => void replyError(error, request, reply),
    return503OnClosing: false, // requests that arrive while the server drains are still answered
  });
  const readInTurn = createReadingTurns();
  acceptJson(app, readInTurn);
  addHooks(app);
  answerFraming(app);
  app.setErrorHandler(replyError);
  app.setNotFoundHandler(replyNotFound);
  await app.register(cors, corsOf(parts.cors));
  registerGraphql(app, { ...parts, readInTurn, passDocument: createDocumentGate(parts.documents) });
  refuseOtherMethods(app, 'GET', 'POST');
  registerHealth(app, parts);
  registerSchema(app, parts);
  await registerExplorer(app, parts);
  return app;
}

function addHooks(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id);
  });
  app.addHook('onSend', async (_, reply) => {
    if (!app.server.listening) reply.header('connection', 'close'); // otherwise a kept-alive client would delay the stop
  });
  app.addHook('onRequest', refuseNowhere);
  app.addHook('onRequest', refuseEncoded);
}

function corsOf({ origins }: BaseSettings['cors']) {
  return {
    origin: origins,
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
    strictPreflight: false,
  };
}
