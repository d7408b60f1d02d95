import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createIdentify, type Identify } from './identity.ts';

const issuer = 'https://issuer.example';
const audience = 'vault';
const silent = { warn: () => {} };
const userId = '11111111-1111-4111-8111-111111111111';
const claims = { iss: issuer, aud: audience, sub: userId, org: 'acme', roles: ['member', 'owner'] };
const now = () => Math.floor(Date.now() / 1000);

let identify: Identify;
let pair: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  pair = await generateKeyPair('EdDSA', { extractable: true });
  identify = await createIdentify(
    { issuer, audience, key: JSON.stringify(await exportJWK(pair.publicKey)) },
    silent,
  );
});

function signed(changes: JWTPayload = {}, key = pair.privateKey): Promise<string> {
  return new SignJWT({ ...claims, exp: now() + 60, ...changes })
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(key);
}

async function reasonOf(token: string): Promise<string> {
  const refusal = await identify(`Bearer ${token}`).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'VaultError', code: 'UNAUTHENTICATED' });
  return (refusal as Error).message;
}

const scopes = (count: number) => Array.from({ length: count }, (_, index) => `scope:${index}`).join(' ');

describe('identity', () => {
  test('returns the org, the user and the known roles of a signed token', async () => {
    expect(await identify(`Bearer ${await signed()}`)).toEqual({ org: 'acme', userId, roles: ['member'] });
  });

  test('tolerates a small clock skew', async () => {
    expect(await identify(`bearer ${await signed({ exp: now() - 30 })}`)).toMatchObject({ org: 'acme' });
  });

  test.each([undefined, '', 'Bearer', 'Basic abc', 'Bearer a b'])(
    'refuses the Authorization %j',
    async (header) => {
      await expect(identify(header)).rejects.toThrow('Send "Authorization: Bearer <token>"');
    },
  );

  test('refuses a token that has expired', async () => {
    expect(await reasonOf(await signed({ exp: now() - 120 }))).toBe('The token has expired. Get a new one.');
  });

  test('refuses a token that has expired since it was last seen', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const token = await signed({ exp: now() + 1 });
    await identify(`Bearer ${token}`);
    vi.advanceTimersByTime(62_000);
    expect(await reasonOf(token)).toBe('The token has expired. Get a new one.');
  });

  test('refuses a token with the beginning of a known one', async () => {
    const token = await signed();
    await identify(`Bearer ${token}`);
    const [head, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, org: 'other', exp: now() + 60 })).toString(
      'base64url',
    );
    expect(await reasonOf(`${head}.${forged}.${signature}`)).toBe('The token is not valid. Get a new one.');
  });

  test.each([
    ['iss', { iss: 'https://elsewhere.example' }],
    ['aud', { aud: 'another' }],
    ['exp', { exp: undefined }],
    ['sub', { sub: undefined }],
    ['org', { org: undefined }],
  ])('refuses a token for its %s', async (claim, changes) => {
    expect(await reasonOf(await signed(changes))).toBe(
      `The claim "${claim}" of the token is not accepted here.`,
    );
  });

  test.each(['a.b', '*', '>', '../', 'ACME', '', 7])('refuses the org %j', async (org) => {
    expect(await reasonOf(await signed({ org }))).toBe('The claim "org" of the token is not an org slug.');
  });

  test('refuses a sub that is not a user id', async () => {
    expect(await reasonOf(await signed({ sub: '11111111-1111-1111-1111-111111111111' }))).toBe(
      'The claim "sub" of the token is not a user id.',
    );
    expect(await reasonOf(await signed({ sub: 'ada' }))).toBe(
      'The claim "sub" of the token is not a user id.',
    );
  });

  test('refuses a token without a signature', async () => {
    expect(await reasonOf(new UnsecuredJWT({ ...claims, exp: now() + 60 }).encode())).toMatch('not valid');
  });

  test('refuses a token whose claims were changed', async () => {
    const [header, , signature] = (await signed()).split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims, exp: now() + 60, org: 'globex' })).toString(
      'base64url',
    );
    expect(await reasonOf([header, payload, signature].join('.'))).toMatch('not valid');
  });

  test('refuses a token signed by another key', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    expect(await reasonOf(await signed({}, privateKey))).toMatch('not valid');
  });

  test('refuses a token signed with the public key as a secret', async () => {
    const secret = Buffer.from(JSON.stringify(await exportJWK(pair.publicKey)));
    const token = await new SignJWT({ ...claims, exp: now() + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secret);
    expect(await reasonOf(token)).toMatch('not valid');
  });

  test.each(['ES256', 'RS256'])('accepts a key of %s', async (alg) => {
    const keys = await generateKeyPair(alg, { extractable: true });
    const key = JSON.stringify(await exportJWK(keys.publicKey));
    const token = await new SignJWT({ ...claims, exp: now() + 60 })
      .setProtectedHeader({ alg })
      .sign(keys.privateKey);
    expect(await (await createIdentify({ issuer, audience, key }, silent))(`Bearer ${token}`)).toMatchObject({
      org: 'acme',
    });
  });

  test.each(['', '{', '{}', '{"kty":"oct","k":"c2VjcmV0"}'])(
    'does not start with the key %j',
    async (key) => {
      await expect(createIdentify({ issuer, audience, key }, silent)).rejects.toMatchObject({
        code: 'SETTINGS_INVALID',
      });
    },
  );

  test.each<[what: string, changes: JWTPayload]>([
    ['before its nbf', { nbf: now() + 120 }],
    ['from the future', { iat: now() + 120 }],
    ['with a string as iat', { iat: 'yesterday' as never }],
    ['with a string as exp', { exp: String(now() + 60) as never }],
    ['for other audiences', { aud: ['another', 'vaults'] }],
  ])('refuses a token %s', async (_, changes) => {
    expect(await reasonOf(await signed(changes))).toMatch(/^The claim "(nbf|iat|exp|aud)" of the token/);
  });

  test('refuses a token with an unknown critical extension', async () => {
    const token = await new SignJWT({ ...claims, exp: now() + 60 })
      .setProtectedHeader({ alg: 'EdDSA', crit: ['moon'], moon: 'full' })
      .sign(pair.privateKey, { crit: { moon: true } });
    expect(await reasonOf(token)).toMatch('not valid');
  });

  test.each(['x'.repeat(9_000), 'a.'.repeat(4_500)])(
    'refuses a huge token without parsing it',
    async (token) => {
      expect(await reasonOf(token)).toBe('The token is too long. Get one with fewer claims.');
    },
  );

  test.each(['', '.', '..', '...', 'a.b.c', '{}', '\u0000.x.y', 'e30.e30.e30', 'bnVsbA.bnVsbA.bnVsbA'])(
    'refuses the token %j',
    async (token) => {
      await expect(identify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  test.each<[granted: unknown, roles: readonly string[]]>([
    ['admin', []],
    [{ 0: 'admin', length: 1 }, []],
    [null, []],
    [[['admin']], []],
    [['ADMIN', 'admin ', 'constructor', '__proto__', 7, null], []],
    [Array.from({ length: 500 }, () => 'member'), ['member']],
  ])('reads the known roles of %j, each once', async (granted, roles) => {
    expect(await identify(`Bearer ${await signed({ roles: granted })}`)).toMatchObject({ roles });
  });

  test('refuses an RSA token rewritten to use a shared secret', async () => {
    const keys = await generateKeyPair('RS256', { extractable: true });
    const key = await exportJWK(keys.publicKey);
    const byRsa = await createIdentify({ issuer, audience, key: JSON.stringify(key) }, silent);
    for (const secret of [JSON.stringify(key), await exportSPKI(keys.publicKey), key.n ?? '']) {
      const token = await new SignJWT({ ...claims, exp: now() + 60 })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(secret));
      await expect(byRsa(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test.each<[what: string, claim: JWTPayload, scopes: readonly string[] | undefined]>([
    ['scope, in order and once', { scope: 'b:write a:read  b:write' }, ['a:read', 'b:write']],
    [
      'scp as a list',
      { scp: ['documents:write', 'https://api.example/.default'] },
      ['documents:write', 'https://api.example/.default'],
    ],
    ['scp as a string', { scp: 'openid' }, ['openid']],
    ['scope before scp', { scope: 'a', scp: ['b'] }, ['a']],
    ['neither a string nor a list', { scope: { a: 1 }, scp: ['b'] }, undefined],
    ['an empty string', { scope: '' }, undefined],
    ['invalid scopes', { scope: `ok "a" b\\c \u00e9 \n ${'x'.repeat(65)}`, scp: null }, ['ok']],
    ['a list of mixed values', { scp: [1, null, {}, ['a'], 'a b', 'ok'] }, ['ok']],
  ])('reads the scopes from %s', async (_, claim, expected) => {
    expect(await identify(`Bearer ${await signed(claim)}`)).toEqual({
      org: 'acme',
      userId,
      roles: ['member'],
      scopes: expected,
    });
  });

  test('refuses a token with too many scopes', async () => {
    expect(await identify(`Bearer ${await signed({ scope: scopes(50) })}`)).toHaveProperty(
      'scopes.length',
      50,
    );
    expect(await reasonOf(await signed({ scope: scopes(51) }))).toBe(
      'The token has more than 50 scopes. Get one with fewer.',
    );
  });
});
