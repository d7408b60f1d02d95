import { prepare } from './lib/prepare.mjs';
import { runPinned } from './lib/runPinned.mjs';

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/browser/vitest.config.ts'];

await prepare();
const builtExplorer = await runPinned(['gateway/explorer/build.ts']);
process.exitCode = builtExplorer || (await runPinned([...vitest, ...process.argv.slice(2)]));
