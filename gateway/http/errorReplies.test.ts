import { VaultError, type ErrorCode } from '@nimbusvault/sdk/kernel';
import fastify from 'fastify';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createErrorReply } from './errorReplies.ts';

test.each<[code: ErrorCode, status: number, headers: Readonly<Record<string, string>>]>([
  ['IDENTITY_UNAVAILABLE', 503, { 'retry-after': '5' }],
  ['UNAUTHENTICATED', 401, { 'www-authenticate': 'Bearer' }],
  ['BAD_REQUEST', 400, {}],
])('%s is answered with %i', async (code, status, headers) => {
  const app = fastify();
  app.setErrorHandler(createErrorReply(pino({ level: 'silent' })));
  app.get('/', async () => {
    const cause = new Error('http://keys.internal');
    throw new VaultError(code, 'In a sentence.', {
      cause,
      extensions: status === 503 ? { retryAfter: 5 } : {},
    });
  });
  const reply = await app.inject('/');
  expect(reply.statusCode).toBe(status);
  expect(reply.headers).toMatchObject(headers);
  expect(reply.json()).toMatchObject({ errors: [{ message: 'In a sentence.', extensions: { code } }] });
  expect(reply.body).not.toContain('internal');
});

test.each<[code: ErrorCode, lines: number]>([
  ['IDENTITY_UNAVAILABLE', 0],
  ['OVERLOADED', 0],
  ['SETTINGS_INVALID', 1],
])('each request refused with %s writes this many lines to the log: %i', async (code, lines) => {
  const log: string[] = [];
  const app = fastify();
  app.setErrorHandler(createErrorReply(pino({}, { write: (line) => void log.push(line) })));
  app.get('/', async () => {
    throw new VaultError(code, 'In a sentence.');
  });
  await app.inject('/');
  expect(log).toHaveLength(lines);
});
