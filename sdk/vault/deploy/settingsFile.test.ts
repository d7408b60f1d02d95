import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listActive, unlistActive } from './settingsFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbus-list-'));
const file = join(folder, 'vault-settings.json');
const files = { settingsFile: file, supergraphFile: join(folder, 'supergraph.yaml') };
const entry = (name: string) => `  ${name}: { schema: { file: ${name}.graphql } }\n`;
writeFileSync(files.supergraphFile, `subgraphs:\n${entry('Tags')}${entry('Bookmarks')}`);
afterAll(() => rmSync(folder, { recursive: true }));

const written = (list: string) =>
  `{\n\t"Base": { "active_plugins": ${list},   "other": [ 1,2 ] },\n\t"Core": {}\n}\n`;

test.each([
  ['[]', 'Tags', '["Tags"]'],
  ['["Bookmarks"]', 'Tags', '["Bookmarks", "Tags"]'],
  ['["Bookmarks"]', 'Bookmarks', '["Bookmarks"]'],
  ['["Bookmarks_Plugin"]', 'Bookmarks', '["Bookmarks_Plugin"]'],
  ['["BookmarksPlugin"]', 'Tags', '["BookmarksPlugin", "Tags"]'],
  ['[\n    "Bookmarks"\n  ]', 'Tags', '[\n    "Bookmarks",\n    "Tags"\n  ]'],
])('%s with %s is %s, and the rest of the file is unchanged', (before, plugin, after) => {
  writeFileSync(file, written(before));
  listActive(files, plugin);
  expect(readFileSync(file, 'utf8')).toBe(written(after));
});

test.each([
  ['["Tags"]', 'Tags', '[]'],
  ['["Bookmarks", "Tags"]', 'Bookmarks', '["Tags"]'],
  ['["Bookmarks", "Tags"]', 'Tags', '["Bookmarks"]'],
  ['["Bookmarks"]', 'Tags', '["Bookmarks"]'],
  ['["Bookmarks_Plugin", "TagsPlugin"]', 'Tags', '["Bookmarks_Plugin"]'],
])('%s without %s is %s, and the rest of the file is unchanged', (before, plugin, after) => {
  writeFileSync(file, written(before));
  unlistActive(files, plugin);
  expect(readFileSync(file, 'utf8')).toBe(written(after));
});
