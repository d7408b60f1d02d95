import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '@nimbusvault/testing';
import { startAnotherGateway } from '../tests/support/anotherGateway.ts';
import { askSteadily } from '../tests/support/askSteadily.ts';
import { atMost, print } from './lib/figures.ts';
import { startBigVault, succeed } from './scale/bigVault.ts';

const number = Number(process.env['BENCH_PLUGINS'] ?? 200);
const load = '{ viewer { username p1 } }';
const longestMs = 180_000;

console.error(`A vault of ${number} plugins, ten of them real, starts`);
const begun = Date.now();
await using big = await startBigVault(number);
const { vault, real } = big;
await using other = await startAnotherGateway(vault.stack);
const { admin } = await vault.makeOrg();
const authorization = `Bearer ${admin.token}`;
const gateways = [vault.stack.gatewayUrl, new URL('/graphql', other.url).href];
await servedBy(load);
const start = Date.now() - begun;

const users = askSteadily(admin, load, ({ errors }) => errors === undefined);
const last = real.at(-1) ?? '';
console.error(`Activating ${last}`);
const activation = await succeed(vault, 'activate', last, '--watch', '0');
const swaps = [];
for (const name of real.slice(0, 3)) swaps.push(await swap(name));
const { asked, bad } = await users.stop();

console.table([{ 'start with two gateways, s': seconds(start), 'nimbus activate, s': seconds(activation) }]);
console.table(
  swaps.map(({ took, apart }) => ({ 'save to served, s': seconds(took), 'gateways apart, ms': apart })),
);
print([
  atMost(`failed of ${asked} requests`, bad.length, 0),
  atMost('gateways apart at most, ms', Math.max(...swaps.map(({ apart }) => apart)), 1_000),
]);

/** Saves a field into a running plugin; returns the time until all gateways serve it, and between the first and the last. */
async function swap(name: string): Promise<{ readonly took: number; readonly apart: number }> {
  console.error(`Saving a field into ${name}`);
  const field = `saved${name}`;
  const folder = join(vault.folder, 'plugin-subgraphs', name);
  addAfter('type Query {', `${field}: String`, join(folder, 'schema.ts'));
  addAfter('Query: {', `${field}: () => 'here',`, join(folder, 'resolvers.ts'));
  const began = Date.now();
  const times = await servedBy(`{ ${field} }`);
  return { took: Math.max(...times) - began, apart: Math.max(...times) - Math.min(...times) };
}

function addAfter(text: string, line: string, file: string): void {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(text)) throw new Error(`${file} has no "${text}".`);
  writeFileSync(file, before.replace(text, `${text}\n    ${line}`));
}

/** The time at which each gateway first answered it. */
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
