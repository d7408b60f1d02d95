import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stateDir } from './stateDir.ts';

const vault = realpathSync(mkdtempSync(join(tmpdir(), 'nimbusvault-above-')));
const plugin = join(vault, 'plugin-subgraphs', 'Tags');
mkdirSync(join(plugin, '.nimbus'), { recursive: true });
mkdirSync(join(vault, '.nimbus'));
writeFileSync(join(vault, '.nimbus', 'stack.json'), '{}');
afterAll(() => rmSync(vault, { recursive: true }));

test('the vault is found from a folder below it, whatever state of its own that folder has', () => {
  expect(stateDir({}, plugin)).toBe(join(vault, '.nimbus'));
  expect(stateDir({}, vault)).toBe(join(vault, '.nimbus'));
});

test('the environment decides, and without a vault above it is the folder itself', () => {
  expect(stateDir({ NIMBUS_STATE: join(vault, 'elsewhere') }, plugin)).toBe(join(vault, 'elsewhere'));
  expect(stateDir({}, tmpdir())).toBe(join(tmpdir(), '.nimbus'));
});
