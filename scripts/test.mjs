import { runTests } from './lib/runTests.mjs';

await runTests(['run', ...process.argv.slice(2)]);
