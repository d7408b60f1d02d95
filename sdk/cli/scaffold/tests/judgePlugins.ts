import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The results of the compiler, the formatter and the test runner for all plugins; each tool runs once. */
export interface Verdict {
  readonly untyped: string;
  readonly unformatted: string;
  /** The messages of the failed tests, by test file. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
  /** The whole output of the test runner. */
  readonly said: string;
}

/** Checks all plugins in a folder with the tools that their authors use. */
export async function judgePlugins(folder: string): Promise<Verdict> {
  const [untyped, unformatted, tested] = await Promise.all([
    untypedIn(folder),
    unformattedIn(folder),
    testsIn(folder),
  ]);
  return { untyped, unformatted, ...tested };
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an installed tool to its end, whether it succeeds or not. */
function run(tool: string, cwd: string, ...args: readonly string[]): Promise<Said> {
  const file = resolve(root, 'node_modules', tool);
  return promisify(execFile)(process.execPath, [file, ...args], { cwd }).catch((error: Said) => error);
}

/** With the compiler, as strict as here. */
async function untypedIn(folder: string): Promise<string> {
  const config = { extends: join(root, 'tsconfig.json'), include: ['**/*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return (await run('typescript/bin/tsc', folder, '--project', folder, '--incremental', 'false')).stdout;
}

/** Checked in a folder that git does not ignore. */
async function unformattedIn(folder: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'nimbus-formatted-'));
  cpSync(folder, copy, { recursive: true, filter: (from) => !from.endsWith('schema.types.ts') }); // generated
  const places = globSync('*/plugin-subgraphs', { cwd: copy }).map((place) => join(copy, place));
  const { stdout } = await run(
    'oxfmt/bin/oxfmt',
    copy,
    '--config',
    join(root, '.oxfmtrc.json'),
    '--list-different',
    ...places,
  );
  rmSync(copy, { recursive: true });
  return stdout;
}

interface FileResult {
  readonly name: string;
  readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
}

async function testsIn(folder: string): Promise<Pick<Verdict, 'tests' | 'said'>> {
  const report = join(folder, 'report.json');
  const { stdout, stderr } = await run(
    'vitest/vitest.mjs',
    folder,
    'run',
    '--root',
    folder,
    '--no-isolate',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: readonly FileResult[] };
  const tests = new Map(
    testResults.map(({ name, assertionResults }) => [
      name,
      assertionResults.flatMap(({ failureMessages }) => failureMessages),
    ]),
  );
  return { tests, said: stdout + stderr };
}
