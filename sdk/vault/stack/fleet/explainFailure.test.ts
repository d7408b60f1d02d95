import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { explainFailure } from './explainFailure.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus explain-')));
const plugin = join(root, 'Teams');
mkdirSync(join(plugin, 'node_modules/lib'), { recursive: true });
const write = (file: string, text: string) => writeFileSync(join(root, file), text);
write(
  'sdk.mjs',
  'export const define = (parts) => {\n  if (!parts.name) throw new TypeError("no name");\n};\n',
);
write(
  'Teams/node_modules/lib/index.mjs',
  'export const fail = () => {\n  throw new RangeError("too far");\n};\n',
);
afterAll(() => rmSync(root, { recursive: true }));

const define = "import { define } from '../sdk.mjs';\n";
const lib = "import { fail } from './node_modules/lib/index.mjs';\n";

/** The line on the crash of a process that loads this file of the plugin. */
function crashOf(code: string): string | undefined {
  write('Teams/Teams.ts', code);
  write(
    'main.mjs',
    'console.log(\'{"err":"handled at Teams/other.ts:9"}\');\nawait import(\'./Teams/Teams.ts\');\n',
  );
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'main.mjs')], { encoding: 'utf8' });
  return explainFailure(stdout + stderr, plugin);
}

test.each([
  ['a syntax error', '\nexport const broken: = 1;\n', '2: SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: '],
  [
    'an exception in another package, first',
    `${define}\nexport const Teams = define({});\n`,
    '3: TypeError: no name',
  ],
  ['an exception in a library of the plugin', `${lib}fail();\n`, '2: RangeError: too far'],
  [
    'a module that does not exist',
    "\nimport { a } from './bll/nowhere.ts';\n",
    '2: Error [ERR_MODULE_NOT_FOUND]: ',
  ],
  [
    'a package that does not exist',
    "\n\nimport { a } from 'nowhere-at-all';\n",
    '3: Error [ERR_MODULE_NOT_FOUND]: ',
  ],
  ['a name that is not exported', "import { gone } from '../sdk.mjs';\ngone();\n", '1: SyntaxError: '],
  ['an unhandled rejection', '\nvoid Promise.reject(new TypeError("late"));\n', '2: TypeError: late'],
])('the place of %s is in the code of the plugin', (_, code, explained) => {
  expect(crashOf(code)).toMatch(
    new RegExp(`^\\S*/nimbus explain-\\w+/Teams/Teams\\.ts:${RegExp.escape(explained)}`),
  );
});

test('an error of the command line is its own explanation, and a log without an error has none', () => {
  expect(explainFailure('Teams/Teams.ts:3: It has no name. [PLUGIN_INVALID]\n', plugin)).toBe(
    'Teams/Teams.ts:3: It has no name. [PLUGIN_INVALID]',
  );
  expect(explainFailure('Teams/Teams.ts:3: One fault.\nAnother. [PLUGIN_INVALID]\n', plugin)).toBe(
    'Teams/Teams.ts:3: Another. [PLUGIN_INVALID]',
  );
  expect(explainFailure('{"level":30,"msg":"ready"}\n', plugin)).toBeUndefined();
});
