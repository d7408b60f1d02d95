import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { createVerify, importAssertionKey, signAssertion, type AssertionKey } from './assertion.ts';

const ada: Tenant = { org: 'acme', userId: '11111111-1111-4111-8111-111111111111', roles: ['member'] };
const refused = { code: 'UNAUTHENTICATED' };

let signing: AssertionKey;
let verifying: AssertionKey;

beforeEach(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  signing = await importAssertionKey(JSON.stringify(privateKey.export({ format: 'jwk' })));
  verifying = await importAssertionKey(JSON.stringify(publicKey.export({ format: 'jwk' })));
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
  vi.advanceTimersByTime(10_000);
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
    .sign(signing);
  await expect(createVerify('Core', verifying)(endless)).rejects.toMatchObject(refused);
});
