import { runTests } from './lib/runTests.mjs';

await runTests(['watch', '--project', 'unit', ...process.argv.slice(2)]);
