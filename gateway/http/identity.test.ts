import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { eventually } from '@nimbusvault/sdk/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { startHttp } from '../tests/startSubgraph.ts';
import { createIdentify, type Identify } from './identity.ts';

const issuer = 'https://issuer.example';
const audience = 'vault';
const userId = '11111111-1111-4111-8111-111111111111';
const claims = { iss: issuer, aud: audience, sub: userId, org: 'acme', roles: ['member', 'owner'] };
const now = () => Math.floor(Date.now() / 1000);

let identify: Identify;
let pair: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  pair = await generateKeyPair('EdDSA', { extractable: true });
  identify = await createIdentify({ issuer, audience, key: JSON.stringify(await exportJWK(pair.publicKey)) });
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

describe('identity', () => {
  test('is the org, the user and the known roles of a signed token', async () => {
    expect(await identify(`Bearer ${await signed()}`)).toEqual({ org: 'acme', userId, roles: ['member'] });
  });

  test('allows a clock that is a little late', async () => {
    expect(await identify(`bearer ${await signed({ exp: now() - 30 })}`)).toMatchObject({ org: 'acme' });
  });

  test.each([undefined, '', 'Bearer', 'Basic abc', 'Bearer a b'])(
    'asks for a token where it gets %j',
    async (header) => {
      await expect(identify(header)).rejects.toThrow('Send "Authorization: Bearer <token>"');
    },
  );

  test('refuses a token that has expired', async () => {
    expect(await reasonOf(await signed({ exp: now() - 120 }))).toBe('The token has expired. Get a new one.');
  });

  test('refuses a token that has expired since it was last seen', async () => {
    const token = await signed({ exp: now() - 59 });
    await identify(`Bearer ${token}`);
    await eventually(() =>
      identify(`Bearer ${token}`).then(
        () => false,
        () => true,
      ),
    );
    expect(await reasonOf(token)).toBe('The token has expired. Get a new one.');
  });

  test('refuses a token that begins as a known one does', async () => {
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
  ])('refuses a token by its %s', async (claim, changes) => {
    expect(await reasonOf(await signed(changes))).toBe(
      `The claim "${claim}" of the token is not accepted here.`,
    );
  });

  test.each(['a.b', '*', '>', '../', 'ACME', '', 7])('refuses the org %j', async (org) => {
    expect(await reasonOf(await signed({ org }))).toBe('The claim "org" of the token is not an org slug.');
  });

  test('refuses a sub that is no user id', async () => {
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

  test.each(['ES256', 'RS256'])('takes a key of %s', async (alg) => {
    const keys = await generateKeyPair(alg, { extractable: true });
    const key = JSON.stringify(await exportJWK(keys.publicKey));
    const token = await new SignJWT({ ...claims, exp: now() + 60 })
      .setProtectedHeader({ alg })
      .sign(keys.privateKey);
    expect(await (await createIdentify({ issuer, audience, key }))(`Bearer ${token}`)).toMatchObject({
      org: 'acme',
    });
  });

  test.each(['', '{', '{}', '{"kty":"oct","k":"c2VjcmV0"}'])(
    'does not start with the key %j',
    async (key) => {
      await expect(createIdentify({ issuer, audience, key })).rejects.toMatchObject({
        code: 'SETTINGS_INVALID',
      });
    },
  );

  test('takes the keys of a key set, and refuses a key that is not in it', async () => {
    const keySet = JSON.stringify({
      keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'EdDSA' }],
    });
    const server = await startHttp((_, response) => void response.end(keySet));
    const identifyBySet = await createIdentify({ issuer, audience, jwks: server.url });
    const token = (kid: string) =>
      new SignJWT({ ...claims, exp: now() + 60 })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .sign(pair.privateKey);
    expect(await identifyBySet(`Bearer ${await token('one')}`)).toMatchObject({ org: 'acme' });
    await expect(identifyBySet(`Bearer ${await token('two')}`)).rejects.toThrow('not valid');
    await server.stop();
  });

  test('does not blame the token where the key set cannot be fetched', async () => {
    const identifyBySet = await createIdentify({ issuer, audience, jwks: 'http://127.0.0.1:1/keys' });
    await expect(identifyBySet(`Bearer ${await signed()}`)).rejects.not.toHaveProperty(
      'code',
      'UNAUTHENTICATED',
    );
  });
});
