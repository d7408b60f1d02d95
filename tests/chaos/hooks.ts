import { parseArgs } from 'node:util';
import { faultsOf } from './hooks/faults.ts';
import { runHooks } from './hooks/runHooks.ts';
import { openStage } from './hooks/stage.ts';
import { tabulate } from '../support/faults/tabulate.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    state: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [events, rate, seed] = [Number(values.events), Number(values.rate), Number(values.seed)];

console.log(`${events} events, about ${rate} a second, under faults of the seed ${seed}`);
await using stage = await openStage(values.state);
const tell = (line: string) => console.log(line);
const faults = faultsOf(stage).filter(({ name }) => name.includes(values.only));
const end = await runHooks(stage, { events, rate, seed, pauseMs: 2_500, faults, tell });

const table = tabulate(end.strikes, end.violations);
console.log(`\n${end.committed} events had ${end.effects} effects in ${end.seconds.toFixed(0)} s.`);
console.table(table);
for (const { kind, event, at } of end.violations.slice(0, 50))
  console.log(`${kind}: ${event} (${at.toISOString()})`);
const { committed, effects, seconds } = end;
if (values.json) console.log(JSON.stringify({ seed, committed, effects, seconds, faults: table }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
