import { Request as LibraryRequest } from 'undici';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJson, readRetryAfter, throwIfUnavailable } from '@nimbusvault/sdk/kernel';
import { eventually, startVendor } from '@nimbusvault/testing';
import { openCaller } from './tests/openCaller.ts';

const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();
const busy = (retryAfter: string) => () =>
  new Response('later', { status: 429, headers: { 'retry-after': retryAfter } });

/** Answers with each of these statuses in turn, then with 200. */
function turns(...statuses: readonly number[]) {
  const left = [...statuses];
  return () => new Response('said', { status: left.shift() ?? 200 });
}

test.each([
  ['a string', (url: string) => [`${url}/echo?a=1`, { method: 'POST', body: 'hi' }]],
  [
    'a URL',
    (url: string) => [new URL(`${url}/echo?a=1`), { method: 'POST', body: new TextEncoder().encode('hi') }],
  ],
  ['a Request', (url: string) => [new Request(`${url}/echo?a=1`, { method: 'POST', body: 'hi' })]],
  [
    'a Request of a library',
    (url: string) => [new LibraryRequest(`${url}/echo?a=1`, { method: 'POST', body: 'hi' })],
  ],
  [
    'a Request and changes',
    (url: string) => [new Request(`${url}/echo?a=1`), { method: 'POST', body: 'hi' }],
  ],
  ['a stream', (url: string) => [`${url}/echo?a=1`, { method: 'POST', body: new Blob(['hi']).stream() }]],
] as const)('fetch takes %s, and answers a standard Response', async (_, argumentsFor) => {
  await using vendor = await startVendor({
    'POST /echo': ({ body, query }) => ({ body, a: query.get('a') }),
  });
  await using caller = openCaller([vendor.host]);
  const [input, init] = argumentsFor(vendor.url) as unknown as Parameters<typeof caller.http.fetch>;
  const response = await caller.http.fetch(input, init);
  expect(response).toBeInstanceOf(Response);
  expect(response.url).toBe(`${vendor.url}/echo?a=1`);
  expect(await response.json()).toEqual({ body: 'hi', a: '1' });
});

test('a large stream is sent as it comes', async () => {
  await using vendor = await startVendor({ 'PUT /': ({ body }) => body.length });
  await using caller = openCaller([vendor.host]);
  const body = new Blob(Array.from({ length: 30 }, () => 'x'.repeat(100_000))).stream();
  expect(await (await caller.http.fetch(vendor.url, { method: 'PUT', body })).json()).toBe(3_000_000);
});

test('an answer is decoded, and its cookies stay apart', async () => {
  await using vendor = await startVendor({
    'GET /': () => {
      const body = new Blob(['packed']).stream().pipeThrough(new CompressionStream('gzip'));
      return new Response(body, {
        headers: [
          ['content-encoding', 'gzip'],
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      });
    },
    'DELETE /': () => new Response(null, { status: 204 }),
  });
  await using caller = openCaller([vendor.host]);
  const response = await caller.http.fetch(vendor.url);
  expect(await response.text()).toBe('packed');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect((await caller.http.fetch(vendor.url, { method: 'DELETE' })).status).toBe(204);
});

test.each([
  ['GET', {}, 3],
  ['PUT', {}, 3],
  ['POST', {}, 1],
  ['PATCH', {}, 1],
  ['POST', { 'idempotency-key': 'one' }, 3],
] as const)('a failed %s with the headers %j is sent %i times', async (method, headers, times) => {
  await using vendor = await startVendor({ [`${method} /`]: turns(503, 502) });
  await using caller = openCaller([vendor.host]);
  const body = method === 'GET' ? null : 'the same each time';
  const response = await caller.http.fetch(vendor.url, { method, headers, body });
  expect(response.status).toBe(times === 1 ? 503 : 200);
  expect(vendor.requests.map((request) => request.body)).toEqual(
    Array.from({ length: times }, () => body ?? ''),
  );
});

test('a client error is an answer, and is not tried again', async () => {
  await using vendor = await startVendor({ 'GET /': turns(404) });
  await using caller = openCaller([vendor.host]);
  expect((await caller.http.fetch(vendor.url)).status).toBe(404);
  expect(vendor.requests).toHaveLength(1);
});

test('a short Retry-After is waited for', async () => {
  const answers: (() => unknown)[] = [busy('0'), busy(at(0)), () => 'now'];
  await using vendor = await startVendor({ 'GET /': (): unknown => answers.shift()?.() });
  await using caller = openCaller([vendor.host]);
  expect(await (await caller.http.fetch(vendor.url)).json()).toBe('now');
});

test.each([
  ['of more than 10 s', (): string => '120', { waitMs: 120_000 }],
  ['until a date', (): string => at(120), { waitMs: 120_000 }],
  ['of more than a day', (): string => '999999999', { waitMs: 86_400_000 }],
  ['of more than the time that is left', (): string => '2', { waitMs: 2_000, totalMs: 1_000 }],
] as const)('a Retry-After %s is an answer at once', async (_, header, { waitMs, ...limits }) => {
  await using vendor = await startVendor({ 'GET /': () => busy(header())() });
  await using caller = openCaller([vendor.host]);
  const response = await caller.http.with(limits).fetch(vendor.url);
  expect(response.status).toBe(429);
  expect(await response.clone().text()).toBe('later');
  expect(caller.lines).toMatchObject([{ status: 429, tries: 1 }]);
  expect(Math.abs((readRetryAfter(response.headers) ?? 0) - waitMs)).toBeLessThanOrEqual(2_000);
  expect(vendor.requests).toHaveLength(1);
  const error = await throwIfUnavailable(response).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', retryAfterMs: expect.any(Number) });
});

test('after the last try a short Retry-After is an answer', async () => {
  await using vendor = await startVendor({ 'GET /': busy('0') });
  await using caller = openCaller([vendor.host]);
  const response = await caller.http.fetch(vendor.url);
  expect([response.status, await response.text(), vendor.requests.length]).toEqual([429, 'later', 3]);
});

test('a 429 with an invalid Retry-After, or with none, is an answer in the end', async () => {
  await using vendor = await startVendor({ 'GET /': busy('soon'), 'POST /': turns(429) });
  await using caller = openCaller([vendor.host]);
  expect((await caller.http.with({ tries: 2 }).fetch(vendor.url)).status).toBe(429);
  expect((await caller.http.fetch(vendor.url, { method: 'POST' })).status).toBe(429);
  expect(vendor.requests).toHaveLength(3);
});

test('a breaker opens for an origin that fails, and closes when it answers again', async () => {
  let isDown = true;
  await using vendor = await startVendor({ 'GET /': () => new Response('', { status: isDown ? 503 : 200 }) });
  await using healthy = await startVendor({ 'GET /': () => 'fine' });
  await using caller = openCaller([vendor.host, healthy.host], { restMs: 300 });
  const once = caller.http.with({ tries: 1 });
  const statusOf = (): Promise<unknown> =>
    once.fetch(vendor.url).then(
      ({ status }) => status,
      ({ code }) => code as string,
    );
  for (let call = 0; call < 10; call += 1) await statusOf();
  const before = vendor.requests.length;
  await expect(once.fetch(vendor.url)).rejects.toMatchObject({
    code: 'OUTSIDE_UNAVAILABLE',
    retryAfterMs: 300,
  });
  expect(vendor.requests).toHaveLength(before);
  expect((await once.fetch(healthy.url)).status).toBe(200);
  isDown = false;
  await eventually(async () => (await statusOf()) === 200);
  expect(caller.lines.map(({ message }) => message)).toContain('an outside system answers again');
});

test('one line is logged for a call, without query, headers and what looks like a secret', async () => {
  await using vendor = await startVendor({ 'POST /hooks/:key/send': turns(503) });
  await using caller = openCaller([vendor.host]);
  const key = 'a1B2'.repeat(10);
  const headers = { authorization: 'Bearer secret', 'idempotency-key': 'k' };
  await caller.http.fetch(`${vendor.url}/hooks/${key}/send?token=secret`, {
    method: 'POST',
    headers,
    body: 'secret',
  });
  expect(caller.lines).toEqual([
    {
      org: 'acme',
      requestId: 'r',
      method: 'POST',
      url: `${vendor.url}/hooks/…/send`,
      status: 200,
      tries: 2,
      ms: expect.any(Number),
      message: 'an outside system was called',
    },
  ]);
  await expect(caller.http.fetch('https://user:secret@vendor.test/')).rejects.toThrow(
    'The URL of https://vendor.test contains a password. Send it in the header Authorization.',
  );
});

test('the trace context is passed on, unless the caller sets its own', async () => {
  await using vendor = await startVendor({ 'GET /': ({ headers }) => headers.get('traceparent') });
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await using caller = openCaller([vendor.host], { traceparent });
  expect(await (await caller.http.fetch(vendor.url)).json()).toBe(traceparent);
  const own = await caller.http.fetch(vendor.url, { headers: { traceparent: 'mine' } });
  expect(await own.json()).toBe('mine');
});

test.each(['10.0.0.0/33', '[fd00::]/129', '300.1.1.1/8'])(
  'the range %s in the settings is refused at the start',
  (range) => {
    expect(() => openCaller([range])).toThrow(`Base.outside: "${range}" is not a range of addresses.`);
  },
);

test('limits beyond the greatest are refused', () => {
  const { http } = openCaller([]);
  expect(() => http.with({ tries: 11 })).toThrow(/vault\.http\.with: tries/);
  expect(() => http.with({ totalMs: 0 })).toThrow(/totalMs/);
});

test('an answer that is not as expected is an error that does not quote it', async () => {
  await using vendor = await startVendor({
    'GET /html': () => new Response('<secret>'),
    'GET /other': () => ({ id: 'secret' }),
    'GET /down': turns(500),
    'GET /busy': busy('60'),
    'GET /gone': turns(410),
    'GET /good': () => ({ id: 7 }),
  });
  await using caller = openCaller([vendor.host]);
  const read = async (path: string) =>
    readJson(
      await caller.http.with({ tries: 1 }).fetch(`${vendor.url}${path}`),
      z.object({ id: z.number() }),
    );
  expect(await read('/good')).toEqual({ id: 7 });
  for (const path of ['/html', '/other', '/gone']) {
    const error = (await read(path).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'OUTSIDE_ANSWER_INVALID' });
    expect(error.message).toContain(vendor.url);
    expect(error.message).not.toContain('secret');
  }
  await expect(read('/down')).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' });
  await expect(read('/busy')).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', retryAfterMs: 60_000 });
});
