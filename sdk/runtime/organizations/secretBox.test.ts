import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSecretBox } from './secretBox.ts';

const key = () => randomBytes(32).toString('base64');
const place = { plugin: 'Chat', org: 'acme', field: 'webhook' };
const text = 'https://example.org/hooks/ü';

test('a secret is opened where it was sealed, and nowhere else', () => {
  const box = openSecretBox('Chat', { current: key() });
  const sealed = box.seal(text, place);
  expect(sealed).not.toContain('example');
  expect(box.seal(text, place)).not.toBe(sealed);
  expect(box.open(sealed, place)).toBe(text);
  for (const other of [{ org: 'globex' }, { field: 'token' }, { plugin: 'Other' }])
    expect(() => box.open(sealed, { ...place, ...other })).toThrow('was not encrypted for this field');
});

test('the previous key opens and does not seal; without it the error names the fix', () => {
  const [old, current] = [key(), key()];
  const sealed = openSecretBox('Chat', { current: old }).seal(text, place);
  const box = openSecretBox('Chat', { current, previous: old });
  expect(box.open(sealed, place)).toBe(text);
  expect([sealed, box.seal(text, place)].map(box.isCurrent)).toEqual([false, true]);
  const without = openSecretBox('Chat', { current });
  expect(() => without.open(sealed, place)).toThrow('as Chat.encryptionKeys.previous in vault-settings.json');
});

test('a text that was changed, or never sealed, is not opened', () => {
  const box = openSecretBox('Chat', { current: key() });
  const sealed = box.seal(text, place);
  const end = sealed.endsWith('A') ? 'Q' : 'A';
  for (const other of [`${sealed.slice(0, -1)}${end}`, sealed.slice(0, 40), text, ''])
    expect(() => box.open(other, place)).toThrow('cannot be decrypted');
});

test.each(['', 'short', randomBytes(16).toString('base64'), randomBytes(33).toString('base64')])(
  'a key that is not 32 bytes is refused with the command that makes one (%#)',
  (current) => expect(() => openSecretBox('Chat', { current })).toThrow('openssl rand -base64 32'),
);
