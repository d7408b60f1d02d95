import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { runPinned } from './lib/runPinned.mjs';

const repository = fileURLToPath(root);
const [out = join(repository, 'dist')] = process.argv.slice(2);
const stage = join(repository, `dist/packages-${process.pid}`); // two processes may pack at the same time
const compiled = join(stage, 'compiled');
const folders = ['sdk/plugin', 'sdk/runtime', 'sdk/graph', 'sdk/vault', 'sdk/cli', 'sdk/testing', 'gateway'];
/** Files other than TypeScript that are packed if a package has them. */
const alongside = ['bin', 'templates', 'README.md', 'explorer/dist'];
const tests = ['**/*.test.ts', '**/*.test-d.ts', '**/fixtures', '**/tests', 'gateway/explorer'];

/** Every package of the street and the gateway as JavaScript and types, laid out as their sources are. */
async function packAll() {
  await prepare();
  mkdirSync(compiled, { recursive: true });
  mkdirSync(out, { recursive: true });
  if ((await runPinned(['gateway/explorer/build.ts'])) !== 0)
    throw new Error('The explorer could not be built.');
  compile();
  for (const folder of folders) pack(folder);
  rmSync(stage, { recursive: true });
}

function compile() {
  const config = join(stage, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    incremental: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: repository,
    outDir: compiled,
  };
  const include = folders.map((folder) => join(repository, folder));
  const exclude = [...tests.map((glob) => join(repository, glob)), '**/node_modules'];
  const content = { extends: join(repository, 'tsconfig.json'), compilerOptions, include, exclude };
  writeFileSync(config, JSON.stringify(content));
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--project', config], { stdio: ['ignore', 2, 2] });
}

function pack(folder) {
  const here = join(stage, folder);
  cpSync(join(compiled, folder), here, { recursive: true });
  for (const part of alongside.filter((each) => existsSync(join(repository, folder, each))))
    cpSync(join(repository, folder, part), join(here, part), { recursive: true });
  if (folder === 'sdk/cli') cpSync(join(repository, 'docs/errors.md'), join(here, 'errors.md'));
  for (const file of readdirSync(here, { recursive: true })) pointAtJavaScript(join(here, file));
  writeFileSync(join(here, 'package.json'), `${JSON.stringify(packageOf(folder), null, 2)}\n`);
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', out], {
    cwd: here,
    encoding: 'utf8',
  });
  console.log(join(out, JSON.parse(packed)[0].filename));
}

/** The compiler does not change file extensions in declarations, in bins and in the URLs of workers. */
function pointAtJavaScript(file) {
  if (!/\.(m?js|d\.m?ts)$/.test(file)) return;
  const text = readFileSync(file, 'utf8');
  const pointed = text
    .replaceAll(/(from '|import\(["'])(\.[^'"]+)\.ts(['"])/g, '$1$2.js$3')
    .replaceAll(/(new URL\(')(\.[^']+)\.ts(')/g, '$1$2.js$3');
  if (pointed !== text) writeFileSync(file, pointed);
}

/** The package.json of this repository with other exports, and with the Node version that everything runs on. */
function packageOf(folder) {
  const content = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'));
  const { optionalDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  delete content.private;
  if (folder !== 'sdk/cli') delete content.devDependencies;
  const exports = Object.entries(content.exports).flatMap(([name, file]) => exportOf(folder, name, file));
  return {
    ...content,
    exports: Object.fromEntries(exports),
    ...(folder === 'sdk/plugin' ? { optionalDependencies } : {}),
  };
}

function exportOf(folder, name, file) {
  if (typeof file !== 'string' || !file.endsWith('.ts')) return [[name, file]];
  const path = file.replace(/\.ts$/, '');
  if (!existsSync(join(stage, folder, `${path}.js`))) return [];
  return [[name, { types: `${path}.d.ts`, default: `${path}.js` }]];
}

await packAll();
