import { existsSync, readdirSync } from 'node:fs';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { runPinned } from './lib/runPinned.mjs';

const [name, ...flags] = process.argv.slice(2);

function runs() {
  const folder = new URL('tests/chaos/', root);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => /^\w+\.ts$/.test(file)).map((file) => file.slice(0, -'.ts'.length));
}

function usage(names) {
  const list = names.length ? names.map((each) => `  ${each}`).join('\n') : '  (none yet)';
  return `Usage: npm run chaos -- <name> [--events <n>] [--rate <n>] [--orgs <n>] [--requests <n>] [--seconds <n>] [--seed <n>] [--json]\n\nRuns in tests/chaos/:\n${list}`;
}

async function chaos() {
  const names = runs();
  if (names.includes(name)) {
    await prepare();
    return runPinned([`tests/chaos/${name}.ts`, ...flags]);
  }
  if (name) console.error(`There is no chaos run "${name}".`);
  console.error(usage(names));
  return name ? 2 : 0;
}

process.exitCode = await chaos();
