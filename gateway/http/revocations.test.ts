import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyRegistry, keys, noteEntry, quietLog, type Entry } from '@nimbusvault/runtime/registry';
import { afterAll, expect, test } from 'vitest';
import { openLastGood } from '../supergraph/lastGood.ts';
import { refuseRevoked } from './revocations.ts';

const userId = '11111111-1111-4111-8111-111111111111';
const colleague = '22222222-2222-4222-8222-222222222222';

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-revoked-'));
afterAll(() => rmSync(folder, { recursive: true }));

const whose = { org: 'acme', userId };

function entryOf(of: { org: string; userId?: string }, version: number, isRevoked = true) {
  const value = { ...of, isRevoked, version, at: new Date().toISOString() };
  return { key: keys.revoked(of), value, revision: version };
}

function registryWith(entry: Entry) {
  const registry = emptyRegistry();
  expect(noteEntry(registry, entry)).toBe('changed');
  return registry;
}

const tenant = (org: string, id: string | null = userId) => ({ org, userId: id, roles: ['admin'] as const });

test('one user is refused, in one organization', () => {
  const registry = registryWith(entryOf(whose, 1));
  expect(() => refuseRevoked(tenant('acme'), registry)).toThrow('the access of this user has ended');
  for (const other of [tenant('acme', colleague), tenant('acme', null), tenant('globex')])
    expect(refuseRevoked(other, registry)).toBe(other);
});

test('all of an organization are refused, plugins on its behalf as well', () => {
  const registry = registryWith(entryOf({ org: 'acme' }, 1));
  for (const id of [userId, colleague, null])
    expect(() => refuseRevoked(tenant('acme', id), registry)).toThrow('has ended');
  expect(refuseRevoked(tenant('acme-2'), registry)).toEqual(tenant('acme-2'));
});

test('who has their access back is not refused', () => {
  const registry = registryWith(entryOf(whose, 1));
  noteEntry(registry, entryOf(whose, 2, false));
  expect(refuseRevoked(tenant('acme'), registry)).toEqual(tenant('acme'));
});

test('a gateway that starts without NATS still refuses who has left', () => {
  const file = join(folder, 'gateway.json');
  const owner = { vault: 'ours', log: quietLog };
  const before = openLastGood(file, owner);
  before.keep(registryWith(entryOf(whose, 1)));
  const after = openLastGood(file, owner);
  expect(() => refuseRevoked(tenant('acme'), after.registry)).toThrow('has ended');
  const back = registryWith(entryOf(whose, 2, false));
  before.keep(back);
  expect(refuseRevoked(tenant('acme'), openLastGood(file, owner).registry)).toEqual(tenant('acme'));
});
