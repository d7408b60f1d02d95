import { expect, test } from 'vitest';
import { checklist, checkSources } from './checklist.ts';
import type { PluginSources } from './source/source.ts';
import { good, settings, supergraph } from './tests/goodPlugin.ts';
import { sins } from './tests/sins.ts';

function check(files: Readonly<Record<string, string>>, changed: Partial<PluginSources> = {}) {
  const texts = Object.entries({ ...good, ...files }).filter(([, text]) => text !== 'gone');
  return checkSources({
    name: 'Tags',
    folder: '/plugins/Tags',
    files: texts.map(([path, text]) => ({ path, text })),
    settings: JSON.stringify(settings),
    supergraph,
    ...changed,
  });
}

test('a plugin that follows every rule has no findings', () => {
  expect(check({})).toEqual([]);
});

test.each(sins)('$code: found at $at', ({ code, files = {}, changed = {}, at }) => {
  const findings = check(files, changed);
  const places = findings.map(
    (finding) => `${finding.code} ${finding.file}${finding.line ? `:${finding.line}` : ''}`,
  );
  expect(places).toContain(`${code} ${at}`);
  for (const { message, fix } of findings)
    expect([message, fix]).toEqual([expect.stringMatching(/./), expect.stringMatching(/\.$/)]);
});

test.each([
  [
    'a data migration that joins by columns',
    'update tag set kind = kinds.id from kinds join tag t on t.kind = kinds.id',
  ],
])('%s touches only its own data', (_, sql) => {
  const text = `export const b = defineMigration('2', { up: [\`${sql}\`], down: ['x'] });`;
  expect(check({ 'migrations/b.ts': text })).toEqual([]);
});

test('an index on the table of another schema is found', () => {
  const text =
    "export const b = defineMigration('2', { up: ['create index a on core.folder (id)'], down: ['x'] });";
  expect(check({ 'migrations/b.ts': text }).map(({ code }) => code)).toEqual(['PLUGIN_MIGRATIONS']);
});

test('a file that is not TypeScript is reported as such, and the others are checked', () => {
  const findings = check({ 'hooks.ts': 'export const = 1;', 'README.md': 'gone' });
  expect(findings.map(({ code, file }) => [code, file])).toEqual([
    ['PLUGIN_LOADS', 'hooks.ts'],
    ['PLUGIN_README', 'README.md'],
  ]);
});

test('each rule has a test and an explanation', () => {
  expect(new Set(sins.map(({ code }) => code))).toEqual(new Set(checklist.map(({ code }) => code)));
  for (const { title, explain } of checklist) expect(explain.length).toBeGreaterThan(title.length);
});
