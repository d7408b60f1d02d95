import { parseArgs } from 'node:util';
import { seeded } from '@nimbusvault/testing';
import { runPlugins } from './plugins/runPlugins.ts';
import { openStage } from './plugins/stage.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];

const tell = (line: string) => console.log(line);
console.log(`All six plugins under faults of the seed ${seed}, for ${seconds} s at least`);
await using stage = await openStage(seeded(seed), tell);
const { strikes, outcomes, violations, ...end } = await runPlugins(stage, { seconds, seed, tell });

console.table(outcomes);
console.log(
  `${end.asked} requests, ${end.documents} documents, ${end.imports} imports, ${strikes.length} faults; ${end.replayed} dead letters replayed; violations: ${violations.length}`,
);
for (const violation of violations.slice(0, 50)) console.log(violation);
if (values.json) console.log(JSON.stringify({ seed, ...end, outcomes, violations }));
process.exitCode = violations.length === 0 ? 0 : 1;
