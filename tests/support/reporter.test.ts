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

function run(...texts: readonly string[]) {
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.test.js`), text);
  const config = { test: { globals: true, reporters: [[reporter, { patienceMilliseconds: 1_000 }]] } };
  writeFileSync(join(folder, 'vitest.config.js'), `export default ${JSON.stringify(config)};`);
  return spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' });
}

function lastLineOf(...texts: readonly string[]): string | undefined {
  return run(...texts)
    .stdout.trimEnd()
    .split('\n')
    .at(-1);
}

test('the last line counts passed and failed tests', () => {
  const failing = "test('fails', () => expect(1).toBe(2));";
  expect(lastLineOf("test('passes', () => {});", failing)).toBe('1 passed, 1 failed');
});

test('a file that does not load counts as failed, and skipped tests are reported', () => {
  const skipping = "test('passes', () => {}); test.skip('is skipped', () => {});";
  expect(lastLineOf(skipping, "throw new Error('does not load');")).toBe('1 passed, 1 failed, 1 skipped');
});

test('a group whose beforeAll fails counts as failed', () => {
  const group =
    "describe('a group', () => { beforeAll(() => { throw new Error('no'); }); test('a', () => {}); });";
  expect(lastLineOf(group)).toBe('0 passed, 1 failed, 1 skipped');
});

test.each([
  ['passes', 1, 0],
  ['fails', 2, 1],
])('a process left behind by a test that %s does not delay the end', (_, number, exitCode) => {
  const orphan = `spawn('/bin/sleep', ['30'], { detached: true, stdio: 'inherit' }).unref()`;
  const text = `import { spawn } from 'node:child_process'; test('a', () => { ${orphan}; expect(${number}).toBe(1); });`;
  const began = Date.now();
  const { status, stderr } = run(text);
  expect([status, Date.now() - began < 25_000]).toEqual([exitCode, true]);
  expect(stderr).toContain('A process that a test started still runs');
});
