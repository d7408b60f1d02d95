import { parseArgs } from 'node:util';
import { startStack } from '@nimbusvault/vault';
import { asksOfPlugins } from './isolation/asksOfPlugins.ts';
import { changesInPlugins, furnish } from './isolation/furnish.ts';
import { runIsolation } from './isolation/runIsolation.ts';
import { writeSettings } from './plugins/settings.ts';

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
const models = {
  url: 'stand-in',
  chatModel: 'chat-1',
  embeddingModel: 'vectors-1',
  tokensPerDay: 2_000_000_000,
};
const settingsFile = writeSettings(() => ({ LLM: models }));
const stack = await startStack({ settingsFile, supergraphFile: 'supergraph.yaml', onProgress: tell });
stopping.defer(() => stack.stop());
const standIn = (plugin: string) =>
  stack.processes().find(({ name }) => name === `${plugin} stand-in`)?.url ?? '';
await fetch(`${standIn('LLM')}/mood`, { method: 'POST', body: 'obeys' });
const more = {
  asks: asksOfPlugins,
  furnish: (actor: Parameters<typeof furnish>[0]) => furnish(actor, `${standIn('Teams')}/workflows`),
  changesOf: changesInPlugins,
};
const end = await runIsolation(stack.stateDir, { orgs, requests, seed, more, tell });

console.table(end.own);
console.log(`Refused: ${JSON.stringify(end.refused)}; violations: ${end.violations.length}`);
for (const violation of end.violations.slice(0, 50)) console.log(violation);
if (values.json) console.log(JSON.stringify({ seed, ...end }));
process.exitCode = end.violations.length === 0 ? 0 : 1;
