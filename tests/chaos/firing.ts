import { parseArgs } from 'node:util';
import { runFiring } from './time/runFiring.ts';
import { openStage } from './time/stage.ts';

const { values } = parseArgs({
  options: { orgs: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
});
const orgs = Number(values.orgs);

console.log(`A firing over ${orgs} organizations, whose process is killed in its middle`);
await using stage = await openStage('Clockwork', 2);
const { violations, ...figures } = await runFiring(stage, orgs, (line) => console.log(line));

console.table([figures]);
for (const violation of violations) console.log(violation);
if (values.json) console.log(JSON.stringify({ ...figures, violations }));
process.exitCode = violations.length === 0 ? 0 : 1;
