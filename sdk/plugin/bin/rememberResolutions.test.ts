import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const remember = import.meta.resolve('./rememberResolutions.mjs');

let folder: string;
let saved: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-imports-'));
  saved = join(folder, 'node_modules/.cache/nimbus/imports/run.json');
  put('node_modules/.package-lock.json', '{}');
  installGreeter('hello.js');
  put('node_modules/greeter/hello.js', "export { greeting } from './words.cjs';");
  put('node_modules/greeter/words.cjs', "exports.greeting = 'hello';");
  put('node_modules/greeter/bye.js', "export const greeting = 'bye';");
  put('own.mjs', "export { greeting } from 'greeter';");
  put(
    'run.mjs',
    `import { rememberResolutions } from '${remember}';
    rememberResolutions('${folder}/node_modules', import.meta.filename);
    console.log((await import('./own.mjs')).greeting);`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const installGreeter = (entry: string) =>
  put(
    'node_modules/greeter/package.json',
    JSON.stringify({ name: 'greeter', type: 'module', exports: `./${entry}` }),
  );
const run = () =>
  execFileSync(process.execPath, [join(folder, 'run.mjs')], { encoding: 'utf8', stdio: 'pipe' }).trim();

test('the imports of a package are remembered until npm installs again', () => {
  expect(run()).toBe('hello');
  installGreeter('bye.js');
  expect(run()).toBe('hello');
  put('node_modules/.package-lock.json', '{ "packages": {} }');
  expect(run()).toBe('bye');
});

test('an own file is looked for at each start', () => {
  expect(run()).toBe('hello');
  put('own.mjs', "export const greeting = 'mine';");
  expect(run()).toBe('mine');
  expect(readFileSync(saved, 'utf8')).not.toContain('own.mjs');
});

test.each(['', '{"version":', '[]', '{"version":1,"known":7}'])(
  'a saved file that is %j costs a search',
  (spoilt) => {
    expect(run()).toBe('hello');
    writeFileSync(saved, spoilt);
    expect(run()).toBe('hello');
    expect(readFileSync(saved, 'utf8')).toContain('words.cjs');
  },
);

test('a package that is gone is reported, and no half-written file is left', () => {
  expect(run()).toBe('hello');
  rmSync(join(folder, 'node_modules/greeter'), { recursive: true });
  put('node_modules/.package-lock.json', '{ "packages": { } }');
  expect(run).toThrow("Cannot find package 'greeter'");
  expect(readdirSync(join(saved, '..'))).toEqual(['run.json']);
});

test('without the lock of npm, and where nothing can be saved, imports work', () => {
  put('node_modules/.cache', 'a file in the way of the folder');
  expect(run()).toBe('hello');
  rmSync(join(folder, 'node_modules/.package-lock.json'));
  installGreeter('bye.js');
  expect(run()).toBe('bye');
});
