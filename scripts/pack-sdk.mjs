import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

const repository = fileURLToPath(root);
const [out = join(repository, 'dist')] = process.argv.slice(2);
const stage = join(repository, 'dist/sdk');

/** The SDK as a package of JavaScript and types, for plugins in repositories of their own. */
async function packSdk() {
  await prepare();
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  mkdirSync(out, { recursive: true });
  compile();
  for (const part of ['bin', 'templates', 'README.md'])
    cpSync(join(repository, 'sdk', part), join(stage, part), { recursive: true });
  cpSync(join(repository, 'docs/errors.md'), join(stage, 'errors.md'));
  pointAtJavaScript(join(stage, 'bin/nimbus.mjs'));
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(packageOf(), null, 2)}\n`);
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', out], {
    cwd: stage,
    encoding: 'utf8',
  });
  console.log(join(out, JSON.parse(packed)[0].filename));
}

function compile() {
  const config = join(stage, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    incremental: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(repository, 'sdk/src'),
    outDir: join(stage, 'dist'),
  };
  const include = [join(repository, 'sdk/src')];
  const exclude = ['**/*.test.ts', '**/*.test-d.ts', '**/fixtures'].map((glob) =>
    join(repository, 'sdk/src', glob),
  );
  writeFileSync(
    config,
    JSON.stringify({ extends: join(repository, 'tsconfig.json'), compilerOptions, include, exclude }),
  );
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--project', config], { stdio: ['ignore', 2, 2] });
  rmSync(config);
  const declarations = readdirSync(join(stage, 'dist'), { recursive: true }).filter((file) =>
    file.endsWith('.d.ts'),
  );
  for (const file of declarations) pointDeclarations(join(stage, 'dist', file));
}

/** The compiler leaves the endings in declarations as they are. */
function pointDeclarations(file) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/(from '|import\(")(\.[^'"]+)\.ts(['"])/g, '$1$2.js$3'));
}

function pointAtJavaScript(file) {
  writeFileSync(file, readFileSync(file, 'utf8').replace('../src/cli/nimbus.ts', '../dist/cli/nimbus.js'));
}

/** As it is here, but for what is exported, and with the Node that everything runs on. */
function packageOf() {
  const content = JSON.parse(readFileSync(join(repository, 'sdk/package.json'), 'utf8'));
  delete content.private;
  const { optionalDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const compiled = Object.entries(content.exports).map(([name, file]) => {
    const path = file.replace('./src/', './dist/').replace(/\.ts$/, '');
    return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  return { ...content, exports: Object.fromEntries(compiled), optionalDependencies };
}

await packSdk();
