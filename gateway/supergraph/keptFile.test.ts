import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openKept } from './keptFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-kept-'));
const file = join(folder, 'gateway.json');
afterAll(() => rmSync(folder, { recursive: true }));

const none = () => {};

function openFor(vault: string) {
  const warnings: string[] = [];
  const log = {
    debug: none,
    info: none,
    warn: (_: unknown, text?: string) => void warnings.push(text ?? ''),
    error: none,
  };
  return { ...openKept(file, { vault, log }), warnings };
}

test('a stored list is read by its own vault, and by no other', () => {
  openFor('ours').write([{ key: 'catalogue' }]);
  const ours = openFor('ours');
  expect(ours.read()).toEqual([{ key: 'catalogue' }]);
  expect(ours.warnings).toEqual([]);
  const theirs = openFor('theirs');
  expect(theirs.read()).toEqual([]);
  expect(theirs.warnings).toEqual([expect.stringContaining('belongs to another vault')]);
});

test.each(['', 'null', '7', '[]', '{}', '{"vault":"ours"}', '{"vault":"ours","values":7}'])(
  'a file that holds %j is ignored with a warning',
  (text) => {
    writeFileSync(file, text);
    const kept = openFor('ours');
    expect(kept.read()).toEqual([]);
    expect(kept.warnings).toHaveLength(1);
  },
);

test('without a file nothing is stored', () => {
  rmSync(file);
  const kept = openFor('ours');
  expect(kept.read()).toEqual([]);
  expect(kept.warnings).toEqual([]);
});
