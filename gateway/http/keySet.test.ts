import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import { createIdentify } from './identity.ts';
import { createKeySet, retryAfterSeconds } from './keySet.ts';

const issuer = 'https://issuer.example';
const audience = 'vault';
const sub = '11111111-1111-4111-8111-111111111111';
const one = await generateKeyPair('EdDSA', { extractable: true });
const two = await generateKeyPair('EdDSA', { extractable: true });
const rsa = await generateKeyPair('RS256', { extractable: true });
const jwk = async (kid: string, { publicKey } = one): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid,
});

const silent = { warn: () => {} };

const servers: TestSubgraph[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(listener: RequestListener): Promise<TestSubgraph> {
  const server = await startHttp(listener);
  servers.push(server);
  return server;
}

async function serveKeys(...keys: readonly object[]) {
  const shown = { keys, down: false };
  const server = await serve((_, response) => {
    if (shown.down) response.statusCode = 502;
    response.end(JSON.stringify({ keys: shown.keys }));
  });
  return { shown, server };
}

function sign(kid: string, { privateKey } = one, alg = 'EdDSA'): Promise<string> {
  return new SignJWT({ org: 'acme', roles: [] })
    .setProtectedHeader({ alg, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(privateKey);
}

/** Identifies by the key set at `url`. */
async function identifyBy(url: string) {
  const identify = await createIdentify({ issuer, audience, jwks: url }, silent);
  return async (token: string) =>
    identify(`Bearer ${token}`).then(
      () => 'known',
      ({ code }: { code?: string }) => code,
    );
}

describe('a key set', () => {
  test('is fetched once for a thousand unknown keys', async () => {
    const { server } = await serveKeys(await jwk('one'));
    const ask = await identifyBy(server.url);
    const tokens = await Promise.all(Array.from({ length: 1_000 }, (_, index) => sign(`unknown-${index}`)));
    const answers = await Promise.all(tokens.map(ask));
    for (const token of tokens.slice(0, 10)) answers.push(await ask(token));
    expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED']));
    expect(await ask(await sign('one'))).toBe('known');
    expect(server.received).toHaveLength(1);
  });

  test('that is down is fetched now and then, and tokens are refused with IDENTITY_UNAVAILABLE', async () => {
    const { server, shown } = await serveKeys(await jwk('one'));
    shown.down = true;
    const ask = await identifyBy(server.url);
    const tokens = await Promise.all(Array.from({ length: 100 }, (_, index) => sign(`unknown-${index}`)));
    expect(new Set(await Promise.all(tokens.map(ask)))).toEqual(new Set(['IDENTITY_UNAVAILABLE']));
    expect(await ask(await sign('one'))).toBe('IDENTITY_UNAVAILABLE');
    expect(server.received).toHaveLength(1);
  });
});

/** A key set whose clock the test controls. */
async function openAtWill(...keys: readonly object[]) {
  const { server, shown } = await serveKeys(...keys);
  let seconds = 1_000;
  const told: string[] = [];
  const warn = (_: object, line: string) => void told.push(line);
  const keySet = createKeySet(server.url, { log: { warn }, now: () => seconds * 1000 });
  const verify = async (token: string) =>
    jwtVerify(token, keySet).then(
      () => 'known',
      ({ code }: { code: string }) => code,
    );
  return {
    shown,
    told,
    verify,
    fetches: () => server.received.length,
    wait: (by: number) => (seconds += by),
  };
}

describe('as time goes by', () => {
  test('a new key is found, and a revoked key is no longer accepted', async () => {
    const { shown, verify, wait, fetches } = await openAtWill(await jwk('one'));
    expect(await verify(await sign('one'))).toBe('known');
    shown.keys = [await jwk('two', two)];
    expect(await verify(await sign('two', two))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    wait(31);
    expect(await verify(await sign('two', two))).toBe('known');
    expect(await verify(await sign('one'))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(fetches()).toBe(2);
    shown.keys = [await jwk('one')];
    wait(601);
    expect(await verify(await sign('two', two))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(fetches()).toBe(3);
  });

  test('the last good keys are used while it is down, and it is fetched again when it is back', async () => {
    const { shown, verify, wait, fetches } = await openAtWill(await jwk('one'));
    expect(await verify(await sign('one'))).toBe('known');
    shown.down = true;
    wait(3_600);
    for (let index = 0; index < 20; index += 1) expect(await verify(await sign('one'))).toBe('known');
    expect(await verify(await sign('two', two))).toBe('IDENTITY_UNAVAILABLE');
    expect(fetches()).toBe(2);
    Object.assign(shown, { down: false, keys: [await jwk('one'), await jwk('two', two)] });
    wait(retryAfterSeconds);
    expect(await verify(await sign('two', two))).toBe('known');
    expect(fetches()).toBe(3);
  });
});

test('an outage is logged once when it begins and once when it ends', async () => {
  const { shown, told, verify, wait } = await openAtWill(await jwk('one'));
  const token = await sign('two', two);
  for (let outage = 1; outage <= 2; outage += 1) {
    shown.down = true;
    for (let minute = 0; minute < 10; minute += 1) {
      wait(60);
      await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    }
    expect(told).toHaveLength(2 * outage - 1);
    shown.down = false;
    wait(60);
    await verify(token);
    await verify(token);
    expect(told).toHaveLength(2 * outage);
  }
  expect(told).toEqual([
    expect.stringMatching(/is not available; no token can be verified/),
    expect.stringMatching(/is available again/),
    expect.stringMatching(/is not available; the last good keys are used/),
    expect.stringMatching(/is available again/),
  ]);
});

const good = JSON.stringify({ keys: [await jwk('one')] });

test.each<[what: string, listener: RequestListener]>([
  ['redirects', (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
  ['fails with keys in its body', (_, response) => void response.writeHead(500).end(good)],
  ['is a page', (_, response) => void response.end('<html>')],
  ['is not a key set', (_, response) => void response.end('{"keys":{}}')],
  ['is null', (_, response) => void response.end('null')],
  [
    'is cut',
    (_, response) =>
      void response.writeHead(200, { 'content-length': '9000' }).write(good, () => response.destroy()),
  ],
  ['is huge', (_, response) => void response.end(good + ' '.repeat(300_000))],
  [
    'is a gzip bomb',
    (_, response) =>
      void response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(good + ' '.repeat(5_000_000))),
  ],
  ['hangs up', ({ socket }) => void socket.destroy()],
])('a key set that %s is unavailable', async (_, listener) => {
  const elsewhere: RequestListener = (request, response) =>
    request.url === '/elsewhere' ? void response.end(good) : listener(request, response);
  const ask = await identifyBy((await serve(elsewhere)).url);
  expect(await ask(await sign('one'))).toBe('IDENTITY_UNAVAILABLE');
});

test.each<[what: string, change: object]>([
  ['for encryption', { use: 'enc' }],
  ['for another algorithm', { alg: 'ES256' }],
  ['for other operations', { key_ops: ['encrypt'] }],
  ['without its point', { x: undefined }],
  ['with garbage for its point', { x: '!' }],
  ['with its private half', { d: 'AAAA' }],
])('a key %s verifies nothing', async (_, change) => {
  const { server } = await serveKeys({ ...(await jwk('one')), ...change });
  const ask = await identifyBy(server.url);
  expect(await ask(await sign('one'))).toBe('UNAUTHENTICATED');
});

test('an RSA key of a set does not verify a token that was signed with it as a shared secret', async () => {
  const key = await jwk('rsa', rsa);
  const { server } = await serveKeys(key, { kty: 'oct', kid: 'rsa', k: 'c2VjcmV0' });
  const ask = await identifyBy(server.url);
  const forged = await new SignJWT({ org: 'acme' })
    .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(Buffer.from('secret'));
  expect(await ask(forged)).toBe('UNAUTHENTICATED');
  expect(await ask(await sign('rsa', rsa, 'RS256'))).toBe('known');
});
