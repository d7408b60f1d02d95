import { afterAll, beforeAll, expect, test } from 'vitest';
import { replyWith, startFaulty, type Fault, type FaultyGateway } from '../tests/startFaulty.ts';
import type { TestAnswer } from '../tests/startTestGateway.ts';

let gateway: FaultyGateway;
beforeAll(async () => {
  gateway = await startFaulty({});
});
afterAll(() => gateway.stop());

function json(value: unknown, status = 200): Fault {
  return replyWith(JSON.stringify(value), status);
}

async function ask(query: string, accept = 'application/json') {
  const headers = {
    'content-type': 'application/json',
    accept,
    authorization: `Bearer ${await gateway.token()}`,
  };
  const body = JSON.stringify({ query });
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
  const { status, headers: answered } = response;
  return { status, retryAfter: answered.get('retry-after'), ...((await response.json()) as TestAnswer) };
}

const error = {
  message: 'The database cannot be reached.',
  path: ['bookmarks'],
  extensions: { code: 'DATABASE_UNAVAILABLE' },
};
const lost = { path: ['bookmarks'], extensions: { code: 'DATABASE_UNAVAILABLE', retryable: true } };

test.each([
  ['its fields', { data: { bookmarks: null }, errors: [error] }],
  ['the request', { errors: [{ ...error, path: undefined }] }],
])(
  'a plugin whose database is away loses its own fields if it refuses %s, and is called again at once',
  async (_, answer) => {
    gateway.fault(json(answer, 503));
    for (let count = 0; count < 25; count += 1) {
      const { status, data, errors } = await ask('{ bookmarks viewer { username } }');
      expect([status, data]).toEqual([200, { bookmarks: null, viewer: { username: 'ada' } }]);
      expect(errors).toMatchObject([lost]);
    }
    gateway.fault(json({ data: { bookmarks: ['a'] } }));
    expect(await gateway.query('{ bookmarks }')).toEqual({ data: { bookmarks: ['a'] } });
  },
);

test.each(['application/json', 'application/graphql-response+json'])(
  'a plugin whose database is away makes the answer a 503 if nothing else was requested, as %s',
  async (accept) => {
    gateway.fault(json({ data: { bookmarks: null }, errors: [error] }, 503));
    for (let count = 0; count < 2; count += 1) {
      const answer = await ask('{ bookmarks }', accept);
      expect(answer).toMatchObject({
        status: 503,
        retryAfter: '1',
        data: { bookmarks: null },
        errors: [lost],
      });
    }
  },
);
