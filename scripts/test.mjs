import { prepare } from './lib/prepare.mjs';
import { runPinned } from './lib/runPinned.mjs';

await prepare();
process.exitCode = await runPinned(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
