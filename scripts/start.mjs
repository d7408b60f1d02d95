import { prepare } from './lib/prepare.mjs';
import { runPinned } from './lib/runPinned.mjs';

await prepare();
process.exitCode = await runPinned(['sdk/cli/bin/nimbus.mjs', 'start', ...process.argv.slice(2)]);
