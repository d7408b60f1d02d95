import { parseArgs } from 'node:util';
import { startStack } from '@nimbusvault/vault';
import { runIsolation } from './isolation/runIsolation.ts';

const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '50' },
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const [orgs, requests, seed] = [Number(values.orgs), Number(values.requests), Number(values.seed)];

const tell = (line: string) => console.log(line);
console.log(`${requests} requests of ${orgs} organizations, of the seed ${seed}`);
await using stopping = new AsyncDisposableStack();
const stack = await startStack({ onProgress: tell });
stopping.defer(() => stack.stop());
const end = await runIsolation(stack.stateDir, { orgs, requests, seed, tell });

console.table(end.own);
console.log(`Refused: ${JSON.stringify(end.refused)}; violations: ${end.violations.length}`);
for (const violation of end.violations.slice(0, 50)) console.log(violation);
if (values.json) console.log(JSON.stringify({ seed, ...end }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
