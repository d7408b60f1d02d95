import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const nowhere = { url: 'http://127.0.0.1:1' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(library(nowhere, nowhere));
});
afterAll(() => gateway.stop());

/** The answer to a page that was loaded under the name `host`; fetch would send the address instead. */
async function setupAt(host?: string): Promise<unknown> {
  const request = get(`${gateway.url}/explorer.json`, host === undefined ? {} : { headers: { host } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return json(response);
}

test('the explorer gets its token', async () => {
  expect(await setupAt()).toEqual({ token: 'a-development-token', endpoint: '/graphql' });
});

test.each([
  ['evil.example', null],
  ['evil.example:4000', null],
  ['127.0.0.1.evil.example', null],
  ['localhost:4000', 'a-development-token'],
  ['[::1]:4000', 'a-development-token'],
  ['app.example', 'a-development-token'],
])('the explorer at the host %s gets the token %s', async (host, token) => {
  expect(await setupAt(host)).toEqual({ token, endpoint: '/graphql' });
});

test.each(['/', '/explorer.json'])('%s cannot be framed, and its type cannot be guessed', async (path) => {
  const { headers } = await fetch(`${gateway.url}${path}`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});
