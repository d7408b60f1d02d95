import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20000' }, from: { type: 'string', default: '1' } },
});

/** The gateway's differential test, on more seeds than the unit tests use; each seed makes ten operations. */
console.log(`Generated operations of ${values.seeds} seeds, from seed ${values.from}`);
const env = { ...process.env, NIMBUS_SEEDS: values.seeds, NIMBUS_FIRST_SEED: values.from };
const file = 'gateway/graph/differential.test.ts';
const args = ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=0', file];
process.exitCode = spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1;
