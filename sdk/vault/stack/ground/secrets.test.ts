import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecrets } from './secrets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('secrets are stored, and a new subgraph gets its own password', () => {
  const first = keepSecrets(folder, ['Core']);
  const second = keepSecrets(folder, ['Core', 'Bookmarks']);

  expect(second).toEqual({
    ...first,
    roles: { ...first.roles, Bookmarks: expect.stringMatching(/^.{32}$/) },
    brokers: { ...first.brokers, Bookmarks: expect.stringMatching(/^.{32}$/) },
    encryption: { ...first.encryption, Bookmarks: expect.stringMatching(/^.{44}$/) },
  });
  expect(Object.keys(second.brokers)).toEqual(['gateway', 'Core', 'Bookmarks']);
  expect(new Set(Object.values(second.roles)).size).toBe(2);
});

test('only their owner can read them', () => {
  keepSecrets(folder, []);

  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('damaged secrets are reported, not replaced', () => {
  writeFileSync(join(folder, 'secrets.json'), '{');

  expect(() => keepSecrets(folder, [])).toThrow(
    'secrets.json is damaged. Restore it, or delete the whole state folder',
  );
});
