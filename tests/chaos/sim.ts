import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000000' }, from: { type: 'string', default: '1' } },
});

/** The simulation of the unit tests, on more seeds than they use. */
console.log(`${values.seeds} runs of the saga engine, from seed ${values.from}`);
const env = { ...process.env, NIMBUS_SEEDS: values.seeds, NIMBUS_FIRST_SEED: values.from };
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--testTimeout=0',
  'sdk/plugin/orchestrator/simulation.test.ts',
];
process.exitCode = spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1;
