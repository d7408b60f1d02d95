import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import {
  createVerify,
  importAssertionKey,
  importAssertionKeys,
  signAssertion,
  type AssertionKey,
} from './assertion.ts';

const ada: Tenant = { org: 'acme', userId: '11111111-1111-4111-8111-111111111111', roles: ['member'] };
const refused = { code: 'UNAUTHENTICATED' };

let signing: AssertionKey;
let verifying: AssertionKey;
let verifyingJwk: object;

beforeEach(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  signing = await importAssertionKey(JSON.stringify(privateKey.export({ format: 'jwk' })));
  verifyingJwk = publicKey.export({ format: 'jwk' });
  verifying = await importAssertionKey(JSON.stringify(verifyingJwk));
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('an assertion is verified once, and counts until it has expired', async () => {
  const verify = createVerify('Core', verifying);
  const signature = vi.spyOn(crypto.subtle, 'verify');
  const assertion = await signAssertion(ada, 'Core', signing);
  for (const seconds of [0, 30, 29]) {
    vi.advanceTimersByTime(seconds * 1_000);
    expect(await verify(assertion)).toEqual(ada);
  }
  expect(signature).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(65_000); // the leeway for clocks apart is a minute
  await expect(verify(assertion)).rejects.toMatchObject(refused);
});

test('the cache of one assertion has no effect on another', async () => {
  const verify = createVerify('Core', verifying);
  const assertion = await signAssertion(ada, 'Core', signing);
  expect(await verify(assertion)).toEqual(ada);
  const [head, , signature] = assertion.split('.');
  const [, globex] = (await signAssertion({ ...ada, org: 'globex' }, 'Core', signing)).split('.');
  for (const other of [
    `${head}.${globex}.${signature}`,
    `${assertion}A`,
    assertion.slice(0, -1),
    '',
    undefined,
  ])
    await expect(verify(other)).rejects.toMatchObject(refused);
  await expect(createVerify('Bookmarks', verifying)(assertion)).rejects.toMatchObject(refused);
});

test('a refused assertion is not cached, and is refused again', async () => {
  const verify = createVerify('Core', verifying);
  const forAnother = await signAssertion(ada, 'Bookmarks', signing);
  const signature = vi.spyOn(crypto.subtle, 'verify');
  await expect(verify(forAnother)).rejects.toMatchObject(refused);
  await expect(verify(forAnother)).rejects.toMatchObject(refused);
  expect(signature).toHaveBeenCalledTimes(2);
});

test('an assertion that does not expire is refused', async () => {
  const claims = { org: 'acme', user: ada.userId, roles: ['member'] };
  const endless = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('nimbusvault-gateway')
    .setAudience('Core')
    .sign(signing.key);
  await expect(createVerify('Core', verifying)(endless)).rejects.toMatchObject(refused);
});

test('an assertion is believed for a minute from its signing, whatever it claims', async () => {
  const claims = { org: 'acme', user: ada.userId, roles: ['member'] };
  const longLived = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: signing.kid })
    .setIssuer('nimbusvault-gateway')
    .setAudience('Core')
    .setIssuedAt()
    .setExpirationTime('30d')
    .sign(signing.key);
  const verify = createVerify('Core', verifying);
  expect(await verify(longLived)).toEqual(ada);
  vi.advanceTimersByTime(125_000);
  await expect(verify(longLived)).rejects.toMatchObject(refused);
});

test('while keys are rotated both are known by their names, and the old one no more afterwards', async () => {
  const pair = generateKeyPairSync('ed25519');
  const next = await importAssertionKey(JSON.stringify(pair.privateKey.export({ format: 'jwk' })));
  const set = { keys: [verifyingJwk, pair.publicKey.export({ format: 'jwk' })] };
  const keys = await importAssertionKeys(JSON.stringify(set));
  const both = createVerify('Core', ...keys);
  const [byOld, byNew] = [await signAssertion(ada, 'Core', signing), await signAssertion(ada, 'Core', next)];
  expect([await both(byOld), await both(byNew)]).toEqual([ada, ada]);
  const afterwards = createVerify('Core', ...keys.slice(1));
  expect(await afterwards(byNew)).toEqual(ada);
  await expect(afterwards(byOld)).rejects.toMatchObject(refused);
});

test.each(['{}', '[]', '{"keys":[]}', 'null', '{"keys":[{"kty":"oct"}]}', 'no JSON'])(
  '%s is refused as a key',
  async (text) => {
    await expect(importAssertionKeys(text)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  },
);
