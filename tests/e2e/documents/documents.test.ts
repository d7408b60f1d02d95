import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCodes } from '@nimbusvault/vault/check';
import { describe, expect, test } from 'vitest';
import { fileOf, readBlocks, shownFileOf } from '../../support/markdown.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = [
  'README.md',
  'docs/plugin-guide.md',
  'docs/operations.md',
  'docs/errors.md',
  'core-subgraph/README.md',
  'plugin-subgraphs/Bookmarks/README.md',
  'examples/Contracts/README.md',
  ...globSync('docs/guide/*.md', { cwd: root }),
];
const link = /\]\((?!https?:)([^)#]+)[^)]*\)/g;

describe.each(pages)('%s', (page) => {
  const file = join(root, page);

  test('shows files with their current content', () => {
    const blocks = readBlocks(file).filter((block) => shownFileOf(block));
    const untrue = blocks.filter(
      (block) => !readFileSync(join(root, shownFileOf(block) ?? ''), 'utf8').includes(block.text),
    );
    expect(untrue.map(({ place, words }) => [place, ...words].join(' '))).toEqual([]);
  });

  test('links only to existing files', () => {
    const targets = [...readFileSync(file, 'utf8').matchAll(link)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});

test.each(pages)('the npm commands of %s exist', (page) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const known = ['ci', 'install', 'pack', ...Object.keys(scripts)];
  const named = readFileSync(join(root, page), 'utf8').matchAll(/(?:^|`)npm (?:run )?([\w:]+)/gm);
  expect([...named].map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
});

test('the pages of the guide show the whole of each file of the example, in their order', () => {
  const first = readFileSync(join(root, 'docs/guide/README.md'), 'utf8');
  const chapters = [...first.matchAll(/^\d+\. \[[^\]]*\]\((\S+)\)/gm)].map(([, chapter = '']) => chapter);
  const blocks = ['README.md', ...chapters].flatMap((page) => readBlocks(join(root, 'docs/guide', page)));
  const shown = new Map<string, string>();
  for (const block of blocks) {
    const file = fileOf(block);
    if (file) shown.set(file, `${shown.get(file) ?? ''}${block.text}`);
  }
  const written = globSync('examples/Contracts/**/*.ts', { cwd: root }).filter(
    (path) => !/\/(node_modules|tests)\/|schema\.types\.ts$/.test(path),
  );
  expect([...shown.keys()]).toEqual(expect.arrayContaining(written));
  const unequal = [...shown].filter(([file, text]) => text !== readFileSync(join(root, file), 'utf8'));
  expect(unequal.map(([file]) => file)).toEqual([]);
});

test('docs/operations.md lists the verbs of the command line', () => {
  const nimbus = join(root, 'sdk/cli/bin/nimbus.mjs');
  const help = execFileSync(process.execPath, [nimbus, 'help'], { encoding: 'utf8' });
  const verbs = [...help.matchAll(/^ {2}nimbus (\w+)/gm)].map(([, verb = '']) => verb);
  const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const [, section = ''] = /^## The verbs$(.*?)^## /ms.exec(page) ?? [];
  const listed = [...section.matchAll(/^\| `(\w+)/gm)].map(([, verb = '']) => verb);
  expect(new Set(listed)).toEqual(new Set(verbs));
});

test('docs/plugin-guide.md has a line for each rule of the checklist', () => {
  const page = readFileSync(join(root, 'docs/plugin-guide.md'), 'utf8');
  const [, section = ''] = /^## Checklist$(.*)/ms.exec(page) ?? [];
  const named = new Set(
    [...section.matchAll(/`((?:PLUGIN|MIGRATION|SCHEMA|SDK|INDEX|TYPES)_[A-Z]+)`/g)].map(([, code]) => code),
  );
  expect(named).toEqual(new Set(checkCodes));
});
