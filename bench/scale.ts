import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '@nimbusvault/sdk/testing';
import { startAnotherGateway } from '../tests/support/anotherGateway.ts';
import { askWithoutPause } from '../tests/support/askWithoutPause.ts';
import type { OwnVault } from '../tests/support/ownVault.ts';
import { atMost, print } from './lib/figures.ts';
import { startBigVault, succeed } from './scale/bigVault.ts';

const [real, standIns] = [10, Number(process.env['BENCH_PLUGINS'] ?? 200) - 10];
const load = '{ viewer { username p1 } }';
const longestMs = 180_000;

await using big = await startBigVault(real, standIns);
const { vault, plugins } = big;
await using other = await startAnotherGateway(vault.stack);
const { admin } = await vault.makeOrg();
const authorization = `Bearer ${admin.token}`;
const gateways = [vault.stack.gatewayUrl, new URL('/graphql', other.url).href];

const [last = '', ...others] = plugins.slice(0, real).toReversed();
const rest = plugins.filter((name) => name !== last);
console.error(`Activating ${rest.length} plugins by an edit of the settings`);
const edited = Date.now();
vault.activate(...rest);
await servedBy(`{ things${standIns}(first: 1) { id } }`);
const all = Date.now() - edited;

const users = askWithoutPause(admin, load, ({ errors }) => errors === undefined);
console.error(`Activating ${last}`);
const activation = await succeed(vault, 'activate', last, '--watch', '0');
const swaps = [];
for (const name of others.slice(0, 3)) swaps.push(await swap(name));
const { asked, bad } = await users.stop();

console.table([{ 'edit of the settings, s': seconds(all), [`activate ${last}, s`]: seconds(activation) }]);
console.table(
  swaps.map(({ took, apart }) => ({ 'save to served, s': seconds(took), 'gateways apart, ms': apart })),
);
print([
  atMost(`failed of ${asked} requests`, bad.length, 0),
  atMost('gateways apart at most, ms', Math.max(...swaps.map(({ apart }) => apart)), 1_000),
]);

/** Saves a field into a plugin that runs: how long until all gateways have it, and between the first and the last. */
async function swap(name: string): Promise<{ readonly took: number; readonly apart: number }> {
  console.error(`Saving a field into ${name}`);
  const field = `saved${name}`;
  change(vault, `plugin-subgraphs/${name}/schema.ts`, 'type Query {', `type Query {\n    ${field}: String`);
  change(vault, `plugin-subgraphs/${name}/resolvers.ts`, 'Query: {', `Query: {\n    ${field}: () => 'here',`);
  const began = Date.now();
  const times = await servedBy(`{ ${field} }`);
  return { took: Math.max(...times) - began, apart: Math.max(...times) - Math.min(...times) };
}

function change({ folder }: OwnVault, file: string, text: string, by: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  if (!before.includes(text)) throw new Error(`${file} has no "${text}".`);
  writeFileSync(path, before.replace(text, by));
}

/** When each gateway answered it first. */
function servedBy(query: string): Promise<readonly number[]> {
  return Promise.all(
    gateways.map(async (url) => {
      const began = Date.now();
      while ((await ask(url, { authorization }, { query })).errors) {
        if (Date.now() - began > longestMs)
          throw new Error(`${url} does not serve ${query}: ${vault.told.slice(-20).join('\n')}`);
        await pause(20);
      }
      return Date.now();
    }),
  );
}

function seconds(milliseconds: number): number {
  return Number((milliseconds / 1000).toFixed(1));
}
