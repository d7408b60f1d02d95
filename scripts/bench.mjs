import { existsSync, readdirSync } from 'node:fs';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { runPinned } from './lib/runPinned.mjs';

const [name, ...flags] = process.argv.slice(2);

function benchmarks() {
  const folder = new URL('bench/', root);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));
}

function usage(names) {
  const list = names.length ? names.map((each) => `  ${each}`).join('\n') : '  (none yet)';
  return `Usage: npm run bench -- <name> [--json]\n\nBenchmarks in bench/:\n${list}`;
}

async function bench() {
  const names = benchmarks();
  if (names.includes(name)) {
    await prepare();
    return runPinned([`bench/${name}.ts`, ...flags]);
  }
  if (name) console.error(`There is no benchmark "${name}".`);
  console.error(usage(names));
  return name ? 2 : 0;
}

process.exitCode = await bench();
