import { parseArgs } from 'node:util';
import { startStack } from '@nimbusvault/vault';
import { runRaces } from './races/runRaces.ts';

const { values } = parseArgs({
  options: {
    interleavings: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const [interleavings, seed] = [Number(values.interleavings), Number(values.seed)];

const tell = (line: string) => console.log(line);
console.log(`${interleavings} interleavings of the seed ${seed}`);
await using stopping = new AsyncDisposableStack();
const stack = await startStack({ onProgress: tell });
stopping.defer(() => stack.stop());
const end = await runRaces(stack.stateDir, { interleavings, seed, tell });

console.table(end.answers);
console.log(`${end.left} users have left; violations: ${end.violations.length}`);
for (const violation of end.violations.slice(0, 50)) console.log(violation);
if (values.json) console.log(JSON.stringify({ seed, ...end }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
