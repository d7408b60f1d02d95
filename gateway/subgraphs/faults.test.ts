import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drip, replyWith, startFaulty, type Fault, type FaultyGateway } from '../tests/startFaulty.ts';
import type { TestAnswer } from '../tests/startTestGateway.ts';

const limits = { subgraph: { deadline: 500, headersTimeout: 400, bodyTimeout: 400, maxAnswerBytes: 10_000 } };
const everything = '{ documents { title author { username shared } } bookmarks }';
const lostPaths = [['bookmarks'], ['documents', 0, 'author', 'shared'], ['documents', 2, 'author', 'shared']];
const restIntact = {
  documents: [
    { title: 'One', author: { username: 'ada', shared: null } },
    { title: 'Two', author: null },
    { title: 'Three', author: { username: 'grace', shared: null } },
  ],
  bookmarks: null,
};

let gateway: FaultyGateway;

beforeAll(async () => {
  gateway = await startFaulty(limits);
});

afterAll(() => gateway.stop());

function json(value: unknown, status = 200): Fault {
  return replyWith(JSON.stringify(value), status);
}

function expectLostFields(answer: TestAnswer, code: string): void {
  expect(answer.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(lostPaths));
  expect(answer.errors).toHaveLength(lostPaths.length);
  for (const { extensions } of answer.errors ?? []) {
    const retryable = code !== 'SUBREQUEST_MALFORMED_RESPONSE';
    const requestId = expect.any(String) as string;
    expect(extensions).toEqual({ code, retryable, subgraph: 'Bookmarks', requestId });
  }
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|http:|localhost|ECONN|\.ts/);
}

const faults: [string, string, Fault][] = [
  ['hangs', 'GATEWAY_TIMEOUT', () => {}],
  ['drips', 'GATEWAY_TIMEOUT', drip],
  ['resets', 'SUBREQUEST_HTTP_ERROR', (response) => response.socket?.resetAndDestroy()],
  ['truncates its answer', 'SUBREQUEST_HTTP_ERROR', cut],
  ['redirects', 'SUBREQUEST_HTTP_ERROR', replyWith('', 302, { location: '/elsewhere' })],
  ['is a proxy without a backend', 'SUBREQUEST_HTTP_ERROR', replyWith('<html>Bad gateway</html>', 502)],
  ['refuses in JSON', 'SUBREQUEST_HTTP_ERROR', json({ errors: [{ message: 'no' }] }, 500)],
  [
    'answers with too much data',
    'SUBREQUEST_HTTP_ERROR',
    json({ data: { bookmarks: ['x'.repeat(20_000)] } }),
  ],
  ['answers gzip', 'SUBREQUEST_HTTP_ERROR', replyWith(gzipSync('{}'), 200, { 'content-encoding': 'gzip' })],
  ['answers HTML', 'SUBREQUEST_MALFORMED_RESPONSE', replyWith('<html></html>')],
  ['answers half', 'SUBREQUEST_MALFORMED_RESPONSE', replyWith('{"data":{"boo')],
  ['answers nothing', 'SUBREQUEST_MALFORMED_RESPONSE', replyWith('')],
  ['answers a number', 'SUBREQUEST_MALFORMED_RESPONSE', json(42)],
  ['answers a list', 'SUBREQUEST_MALFORMED_RESPONSE', json([])],
  ['answers an empty object', 'SUBREQUEST_MALFORMED_RESPONSE', json({})],
  ['answers null without a reason', 'SUBREQUEST_MALFORMED_RESPONSE', json({ data: null })],
  ['answers malformed errors', 'SUBREQUEST_MALFORMED_RESPONSE', json({ data: null, errors: [1] })],
];

describe('a plugin that', () => {
  test.each(faults)('%s loses only its own fields: %s', async (_, code, fault) => {
    gateway.fault(fault);
    const answer = await gateway.query(everything);
    expect(answer.data).toEqual(restIntact);
    expectLostFields(answer, code);
  });

  test('answers too few entities loses only its own fields', async () => {
    gateway.fault(json({ data: { _entities: [] } }));
    const answer = await gateway.query('{ viewer { username shared } }');
    expect(answer.data).toEqual({ viewer: { username: 'ada', shared: null } });
    expect(answer.errors?.[0]).toMatchObject({
      path: ['viewer', 'shared'],
      extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' },
    });
  });

  test.each([
    ['with a number for a list', { bookmarks: 42 }, ['bookmarks']],
    ['with an object for a list', { bookmarks: {} }, ['bookmarks']],
    ['with an object for a string', { bookmarks: [{ a: 1 }] }, ['bookmarks', 0]],
    ['with null for a missing string', { bookmarks: ['a', null] }, ['bookmarks', 1]],
  ])('answers %s loses that field, with an error', async (_, data, path) => {
    gateway.fault(json({ data }));
    const answer = await gateway.query('{ bookmarks viewer { username } }');
    expect(answer.data).toEqual({ bookmarks: null, viewer: { username: 'ada' } });
    expect(answer.errors).toMatchObject([{ path, extensions: { code: 'RESPONSE_VALIDATION_FAILED' } }]);
  });

  test('answers with a wrong value for a field of an entity loses that field', async () => {
    gateway.fault(json({ data: { _entities: [{ shared: 7 }] } }));
    const answer = await gateway.query('{ viewer { username shared } }');
    expect(answer.data).toEqual({ viewer: { username: 'ada', shared: null } });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['viewer', 'shared']]);
  });

  test("answers with names of JavaScript's prototype does no harm", async () => {
    gateway.fault(replyWith('{"data":{"bookmarks":["a"],"__proto__":{"x":1},"constructor":2}}'));
    expect(await gateway.query('{ bookmarks }')).toEqual({ data: { bookmarks: ['a'] } });
  });

  test('answers with a public error keeps its message, path and code', async () => {
    const error = {
      message: 'Only admins.',
      path: ['bookmarks'],
      extensions: { code: 'FORBIDDEN', secret: 1 },
    };
    gateway.fault(json({ data: { bookmarks: null }, errors: [error] }));
    const { data, errors } = await gateway.query('{ bookmarks }');
    expect(data).toEqual({ bookmarks: null });
    const requestId = expect.any(String) as string;
    const extensions = { code: 'FORBIDDEN', retryable: false, subgraph: 'Bookmarks', requestId };
    expect(errors).toEqual([{ message: 'Only admins.', path: ['bookmarks'], extensions }]);
  });

  test("answers with an error of an entity has it at the entity's path", async () => {
    const error = { message: 'No.', path: ['_entities', 1, 'shared', 0], extensions: { code: 'FORBIDDEN' } };
    gateway.fault(json({ data: { _entities: [{ shared: ['x'] }, { shared: null }] }, errors: [error] }));
    const { errors } = await gateway.query('{ documents { author { shared } } }');
    expect(errors?.map(({ path }) => path)).toEqual([['documents', 2, 'author', 'shared', 0]]);
  });

  test('answers with an error without a public code has it masked', async () => {
    const error = { message: 'relation "x" does not exist at db.internal:5432', path: ['bookmarks'] };
    gateway.fault(json({ data: { bookmarks: null }, errors: [error] }));
    const { errors } = await gateway.query('{ bookmarks }');
    expect(errors?.[0]?.message).toMatch(
      /^Something went wrong in Bookmarks; quote requestId [0-9a-f-]{36}\.$/,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', subgraph: 'Bookmarks' });
  });

  test('answers with an error without a path has it reported for each lost field', async () => {
    gateway.fault(json({ data: null, errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }] }));
    const { errors } = await gateway.query('{ viewer { shared } }');
    expect(errors?.map(({ path }) => path)).toEqual([['viewer', 'shared']]);
  });
});

test('a deleted entity is null, without an error', async () => {
  const sharers = ['a', 'nobody'].map((id) => ({ __typename: 'User', id }));
  gateway.fault(json({ data: { sharers, more: [sharers[1]] } }));
  expect(await gateway.query('{ sharers { username } more: sharers { id username } }')).toEqual({
    data: { sharers: [{ username: 'ada' }, null], more: [null] },
  });
});

test('the default of an omitted variable decides which fields are requested', async () => {
  gateway.fault(json({ data: { bookmarks: ['a'] } }));
  const query =
    'query ($yes: Boolean = true, $no: Boolean = false) { a: bookmarks @skip(if: $yes) bookmarks @skip(if: $no) }';
  expect(await gateway.query(query)).toEqual({ data: { bookmarks: ['a'] } });
  gateway.fault(replyWith('', 500));
  expect((await gateway.query(query)).errors?.map(({ path }) => path)).toEqual([['bookmarks']]);
});

test('an answer has at most ten errors, and one that counts the rest', async () => {
  gateway.fault(replyWith('', 500));
  const aliases = Array.from({ length: 15 }, (_, index) => `a${index}: bookmarks`).join(' ');
  const { errors } = await gateway.query(`{ ${aliases} }`);
  expect(errors).toHaveLength(11);
  expect(errors?.at(-1)?.message).toBe('Errors omitted from this answer: 5.');
});

describe('a dropped connection', () => {
  let calls: number;

  beforeEach(() => {
    calls = 0;
    gateway.fault((response) => {
      calls += 1;
      if (calls === 1) response.socket?.destroy();
      else json({ data: { bookmarks: ['again'], share: true } })(response);
    });
  });

  test('is retried for a query', async () => {
    expect(await gateway.query('{ bookmarks }')).toEqual({ data: { bookmarks: ['again'] } });
    expect(calls).toBe(2);
  });

  test('is not retried for a mutation', async () => {
    expect(await gateway.query('mutation { share }')).toMatchObject({ data: { share: null } });
    expect(calls).toBe(1);
  });
});

test('a request that times out fails with GATEWAY_TIMEOUT, and so does a request that shares it', async () => {
  gateway.fault(() => {});
  const impatient = await gateway.beside({ requestDeadline: 300 });
  const first = impatient.query('{ bookmarks }');
  await pause(100);
  const answers = await Promise.all([first, impatient.query('{ bookmarks }')]);
  for (const { data, errors } of answers) {
    expect(data).toEqual({ bookmarks: null });
    expect(errors).toMatchObject([{ path: ['bookmarks'], extensions: { code: 'GATEWAY_TIMEOUT' } }]);
  }
  await impatient.stop();
});

test('the connection to a subgraph is closed when the client disconnects', async () => {
  const arrived = Promise.withResolvers<ServerResponse>();
  gateway.fault(arrived.resolve);
  const leaving = new AbortController();
  const body = JSON.stringify({ query: '{ bookmarks }' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await gateway.token()}` };
  const request = fetch(`${gateway.url}/graphql`, { method: 'POST', body, headers, signal: leaving.signal });
  const response = await arrived.promise;
  const closed = new Promise((resolve) => response.once('close', resolve));
  leaving.abort();
  await expect(request).rejects.toThrow('aborted');
  await closed;
});

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"data":', () => response.destroy());
}
