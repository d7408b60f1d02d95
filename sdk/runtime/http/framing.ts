import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { errorRow, isRetryable, VaultError, type ErrorCode } from '@nimbusvault/sdk/kernel';

// An import of node:http evaluates all that it exports, also Node's WebSocket with its whole fetch: 70 ms of each start.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const longestCheckMs = 1_000;
const longBody = 16_384;
const jsonInUtf8 = /^application\/json(?![^\s;])(?!.*charset=(?!"?utf-?8(?![\w-])))/i;
const others: readonly HTTPMethods[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT', 'TRACE'];

const notWellFormed = 'The request is not well-formed. Send a JSON object with a "query".';

const refusals: Readonly<Record<number, string>> = {
  413: 'The request is too large.',
  415: 'Send the request as application/json in UTF-8, not compressed.',
};

/** The body of an answer that is nothing but an error. */
export function errorBody(code: ErrorCode, message: string, requestId: string) {
  return { errors: [{ message, extensions: { code, retryable: isRetryable(code), requestId } }] };
}

/** The header of an answer without data because a database is away: the pause before the next try, in seconds. */
export const tryAgainSoon = { 'retry-after': '1' } as const;

/** A GraphQL result, as it is sent. */
interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } | undefined }[] | undefined;
}

/** True for a result without any data because a database is away: its HTTP status is 503. */
export function isUnavailable({ data, errors = [] }: Result): boolean {
  const isAway = errors.some(({ extensions }) => extensions?.code === 'DATABASE_UNAVAILABLE');
  return isAway && Object.entries(data ?? {}).every(([key, value]) => key === '__typename' || isEmpty(value));
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length > 0 && value.every((item) => item === null));
}

/** The message of a request that is refused with this status before GraphQL sees it, under the code BAD_REQUEST. */
export function refusalOf(status: number): string {
  return refusals[status] ?? notWellFormed;
}

interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The refusal for an error: its own message if its code refuses requests, otherwise the apology. */
export function refusalFor(error: Error & { readonly statusCode?: number }, apology: string): Refusal {
  if (error instanceof VaultError) return refusalByCode(error) ?? internal(apology);
  const { statusCode: status = 500 } = error;
  return status < 500 ? { status, code: 'BAD_REQUEST', message: refusalOf(status) } : internal(apology);
}

function refusalByCode({ code, message }: VaultError): Refusal | undefined {
  const { status, seenBy } = errorRow(code);
  return status === null || seenBy === 'log' ? undefined : { status, code, message };
}

function internal(message: string): Refusal {
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message };
}

/**
 * How long a request may take to come, and how often Node looks for those that take longer: as it comes, every 30 s. Node
 * exchanges the two times where the headers have more than the whole, and waits a minute for a body.
 */
export function serverOptions(timeoutMs: number) {
  const connectionsCheckingInterval = Math.min(longestCheckMs, timeoutMs);
  return {
    requestTimeout: timeoutMs,
    http: { headersTimeout: timeoutMs, connectionsCheckingInterval, requireHostHeader: false },
  };
}

/** Accepts JSON in UTF-8, without prototypes, and answers 415 to anything else. A long body is parsed after `untilTurn`. */
export function acceptJson(
  app: FastifyInstance,
  untilTurn?: (request: FastifyRequest) => Promise<void>,
): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(jsonInUtf8, { parseAs: 'string' }, (request, body, done) => {
    if (!untilTurn || body.length < longBody) return parse(request, body, done);
    untilTurn(request).then(() => parse(request, body, done), done);
  });
}

/** Requests that Node would answer itself, without a word or in HTML, are answered as all others are. */
export function answerFraming({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response)); // none binds us
  server.on('connect', (_, socket: Duplex) =>
    refuse(socket, 405, 'This is not a proxy. GraphQL is at /graphql.'),
  );
}

/** Answers 405 to other methods at /graphql. */
export function refuseOtherMethods(app: FastifyInstance, ...methods: readonly HTTPMethods[]): void {
  app.route({
    method: others.filter((method) => !methods.includes(method)),
    url: '/graphql',
    handler: ({ id }, reply) =>
      reply
        .code(405)
        .header('allow', methods.join(', '))
        .send(errorBody('BAD_REQUEST', `Use ${methods.join(' or ')}.`, id)),
  });
}

/** Answers invalid HTTP, and requests that did not arrive in time. */
export function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'HPE_HEADER_OVERFLOW') return refuse(socket, 431, 'The headers are too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse(socket, 400, 'The request did not arrive in time.');
  refuse(socket, 400, 'This is not valid HTTP.');
}

/** Throws BAD_REQUEST for a request without a host or an address. */
export async function refuseNowhere({ raw, headers }: FastifyRequest): Promise<void> {
  if (headers.host === undefined && raw.httpVersion === '1.1')
    throw new VaultError('BAD_REQUEST', 'The request names no host.');
  if (raw.url === '*') throw new VaultError('BAD_REQUEST', 'The request names no address.');
}

/** Answers 415 to a compressed body: nothing here unpacks one. */
export async function refuseEncoded({ headers, id }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() === 'identity') return undefined;
  return reply.code(415).send(errorBody('BAD_REQUEST', refusalOf(415), id));
}

/** Writes an answer to a connection that has no request, and closes it. */
function refuse(socket: Duplex, status: number, message: string): void {
  if (!socket.writable) return void socket.destroy();
  const id = randomUUID();
  const body = JSON.stringify(errorBody('BAD_REQUEST', message, id));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    ...(status === 405 ? ['allow: GET, POST'] : []),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
