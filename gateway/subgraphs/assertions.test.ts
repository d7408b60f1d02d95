import { createVerify, importAssertionKey, type AssertionKey } from '@nimbusvault/runtime/assertion';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAssert, type Assert } from './assertions.ts';

const ada: Tenant = { org: 'acme', userId: '11111111-1111-4111-8111-111111111111', roles: ['member'] };

let assert: Assert;
let verify: (assertion: string, subgraph: string) => Promise<Tenant>;

async function importKey(key: CryptoKey): Promise<AssertionKey> {
  return importAssertionKey(JSON.stringify(await exportJWK(key)));
}

beforeEach(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const publicKey = await importKey(pair.publicKey);
  assert = createAssert(await importKey(pair.privateKey));
  const verifies = new Map(['Core', 'Bookmarks'].map((name) => [name, createVerify(name, publicKey)]));
  verify = async (assertion, subgraph) => verifies.get(subgraph)!(assertion);
});

afterEach(() => {
  vi.useRealTimers();
});

test('an assertion is valid only for its subgraph', async () => {
  const assertion = await assert(ada, 'Core');
  expect(await verify(assertion, 'Core')).toEqual(ada);
  await expect(verify(assertion, 'Bookmarks')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('an assertion is reused for 30 seconds, for the same tenant and subgraph', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const first = await assert(ada, 'Core');
  vi.advanceTimersByTime(29_000);
  expect(await assert({ ...ada }, 'Core')).toBe(first);
  expect(await assert(ada, 'Bookmarks')).not.toBe(first);
  expect(await assert({ ...ada, org: 'globex' }, 'Core')).not.toBe(first);
  expect(await assert({ ...ada, roles: ['member', 'admin'] }, 'Core')).not.toBe(first);
  vi.advanceTimersByTime(2_000);
  expect(await assert(ada, 'Core')).not.toBe(first);
});

test('an assertion carries the scopes, and is reused only for the same scopes', async () => {
  const scoped = { ...ada, scopes: ['documents:read', 'documents:write'] };
  const tenants: readonly Tenant[] = [
    ada,
    scoped,
    { ...ada, scopes: ['documents:read'] },
    { ...ada, scopes: ['admin'] },
    { ...ada, roles: ['member', 'admin'] },
    { ...ada, roles: [], scopes: ['member'] },
    { ...ada, roles: [], scopes: ['member', 'admin'] },
  ];
  for (const tenant of tenants) expect(await verify(await assert(tenant, 'Core'), 'Core')).toEqual(tenant);
  expect(await assert({ ...scoped }, 'Core')).toBe(await assert(scoped, 'Core'));
});
