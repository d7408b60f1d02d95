import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findStuckStreams } from './findStuckStreams.ts';

const refusal =
  "[7] [ERR] JetStream failed to store a msg on stream '$G > VAULT_HOOKS': write 1.blk: no space left on device\n";

test('a server that refuses to write while there is space is stuck; what it said before does not count', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'nats.log');
  writeFileSync(log, refusal);
  const find = findStuckStreams(folder, log);
  expect(find()).toBeUndefined();
  appendFileSync(log, '[7] [INF] Server is ready\n');
  expect(find()).toBeUndefined();
  appendFileSync(log, refusal);
  expect(find()).toBe('refuses to write, although its disk has space again');
  expect(find()).toBeUndefined();
  writeFileSync(log, refusal); // the log was over its bound
  expect(find()).toBe('refuses to write, although its disk has space again');
});
