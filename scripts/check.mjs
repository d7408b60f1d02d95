import { prepare } from './lib/prepare.mjs';
import { runPinned } from './lib/runPinned.mjs';

const tsc = 'node_modules/typescript/bin/tsc';
const sections = [
  ['Types', tsc, '--project', '.'],
  ['Types of the explorer', tsc, '--project', 'gateway/explorer'],
  ['Lint', 'node_modules/oxlint/bin/oxlint'],
  ['Format', 'node_modules/oxfmt/bin/oxfmt', '--check'],
  ['Architecture', 'tests/architecture/check.ts'],
];

async function check([title, ...command]) {
  console.log(`\n── ${title} ──`);
  const began = performance.now();
  const passed = (await runPinned(command)) === 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return { passed, line: `${passed ? 'PASSED' : 'FAILED'}  ${title} (${seconds} s)` };
}

await prepare();
const verdicts = [];
for (const section of sections) verdicts.push(await check(section));
console.log(`\n${verdicts.map(({ line }) => line).join('\n')}`);
process.exitCode = verdicts.every(({ passed }) => passed) ? 0 : 1;
