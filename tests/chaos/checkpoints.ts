import { parseArgs } from 'node:util';
import { tabulate } from '../support/faults/tabulate.ts';
import { faultsOf } from './sagas/faults.ts';
import { runImports } from './time/runImports.ts';
import { openStage } from './time/stage.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '20000' },
    orgs: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const [items, orgs, seed] = [Number(values.items), Number(values.orgs), Number(values.seed)];

console.log(`Imports of ${items} items in ${orgs} organizations, under faults of the seed ${seed}`);
await using stage = await openStage('Carter', 3);
const tell = (line: string) => console.log(line);
const end = await runImports(stage, { items, orgs, seed, faults: faultsOf(stage, 12_000), tell });

const table = tabulate(end.strikes, end.violations);
console.log(`\n${orgs} imports of ${items} items ended in ${end.seconds.toFixed(0)} s.`);
console.table(table);
for (const { what, at } of end.violations) console.log(`${what} (${at.toISOString()})`);
if (values.json) console.log(JSON.stringify({ seed, seconds: end.seconds, faults: table }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
