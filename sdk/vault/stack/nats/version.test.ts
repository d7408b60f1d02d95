import { expect, test } from 'vitest';
import { isAtLeast, oldestNats, parseVersion } from './version.ts';

test.each([
  ['nats-server: v2.15.1', '2.15.1'],
  ['nats-server: v2.10.0-RC.2', '2.10.0'],
  ['command not found', undefined],
])('the version in "%s" is %s', (said, version) => {
  expect(parseVersion(said)).toBe(version);
});

test.each([
  ['2.11.0', true],
  ['2.11.10', true],
  ['2.15.1', true],
  ['3.0.0', true],
  ['2.10.29', false],
  ['1.10.0', false],
])('%s is new enough: %s', (version, answer) => {
  expect(isAtLeast(version, oldestNats)).toBe(answer);
});
