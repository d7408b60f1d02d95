import { parseArgs } from 'node:util';
import { tabulate } from '../support/faults/tabulate.ts';
import { faultsOf } from './sagas/faults.ts';
import { runSagas } from './sagas/runSagas.ts';
import { openStage } from './sagas/stage.ts';

const { values } = parseArgs({
  options: {
    sagas: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    state: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [sagas, seed] = [Number(values.sagas), Number(values.seed)];

console.log(`${sagas} sagas under faults of the seed ${seed}`);
await using stage = await openStage(values.state);
const tell = (line: string) => console.log(line);
const end = await runSagas(stage, { sagas, seed, pauseMs: 2_500, faults: faultsOf(stage), tell });

const table = tabulate(end.strikes, end.violations);
console.log(`\n${JSON.stringify(end.ends)} in ${end.seconds.toFixed(0)} s.`);
console.table(table);
for (const { what, run, at } of end.violations.slice(0, 50))
  console.log(`${run} ${what} (${at.toISOString()})`);
if (values.json) console.log(JSON.stringify({ seed, ends: end.ends, seconds: end.seconds, faults: table }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
