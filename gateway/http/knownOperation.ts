import { isUnavailable, tryAgainSoon } from '@nimbusvault/runtime/framing';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../executor/compileOperation.ts';
import type { KnownRequest } from '../graph/servedGraph.ts';
import { isRecord } from '../operation/json.ts';
import type { Asked } from './askedDocument.ts';
import { finishAnswer } from './errors.ts';

const usualAccepts = new Set([undefined, '*/*', 'application/json']);
const usualKeys = new Set(['query', 'operationName', 'variables']);

/** The operation of a common request: a POST of a document as text, answered in plain JSON. Returns undefined for all others. */
export function knownRequestOf({ method, headers, body }: Asked): Omit<KnownRequest, 'context'> | undefined {
  if (method !== 'POST' || !usualAccepts.has(headers.accept) || !isRecord(body)) return undefined;
  const { query: source, operationName = null, variables } = body;
  const isUsual = typeof source === 'string' && Object.keys(body).every((key) => usualKeys.has(key));
  if (!isUsual || (operationName !== null && typeof operationName !== 'string')) return undefined;
  if (variables === undefined || variables === null) return { source, operationName, variables: {} };
  return isRecord(variables) ? { source, operationName, variables } : undefined;
}

/** Sends the same answer as the full path. */
export function sendAnswer(reply: FastifyReply, { data, errors }: Answer, mostErrors: number): FastifyReply {
  const result = errors.length > 0 ? { errors, data } : { data };
  const body = finishAnswer(result, reply.request.id, mostErrors);
  if (isUnavailable(result)) reply.code(503).headers(tryAgainSoon);
  return reply.header('content-type', 'application/json; charset=utf-8').send(body);
}
