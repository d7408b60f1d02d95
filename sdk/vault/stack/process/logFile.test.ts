import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boundLog } from './logFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a log over its bound makes room on a full disk', () => {
  const log = join(folder, 'sample.log');
  writeFileSync(log, 'x'.repeat(10_000_001));
  symlinkSync('/dev/full', `${log}.1`);
  boundLog(log);
  expect([statSync(log).size, existsSync(`${log}.1`)]).toEqual([0, false]);
});
