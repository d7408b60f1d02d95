import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const vitest = path('../../node_modules/vitest/vitest.mjs');
const reporter = path('reporter.ts');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporter-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function lastLineOf(...texts: readonly string[]): string | undefined {
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.test.js`), text);
  const { stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--globals', '--reporter', reporter],
    { encoding: 'utf8' },
  );
  return stdout.trimEnd().split('\n').at(-1);
}

test('the last line counts what passed and what failed', () => {
  const failing = "test('fails', () => expect(1).toBe(2));";
  expect(lastLineOf("test('passes', () => {});", failing)).toBe('1 passed, 1 failed');
});

test('a file that does not load counts as failed, and what was skipped is said', () => {
  const skipping = "test('passes', () => {}); test.skip('is skipped', () => {});";
  expect(lastLineOf(skipping, "throw new Error('does not load');")).toBe('1 passed, 1 failed, 1 skipped');
});

test('a group whose preparation fails counts as failed', () => {
  const group =
    "describe('a group', () => { beforeAll(() => { throw new Error('no'); }); test('a', () => {}); });";
  expect(lastLineOf(group)).toBe('0 passed, 1 failed, 1 skipped');
});
