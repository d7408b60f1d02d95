import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const cross = `{ viewer { username sharedBookmarks { totalCount } } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

test('a new release of a plugin takes over under load, and no request fails', async () => {
  const { admin } = await vault.makeOrg();
  const load = askSteadily(admin, cross, ({ errors }) => errors === undefined);
  for (const number of [1, 2, 3]) {
    const field = `release${number}`;
    vault.changeBookmarks('resolvers.ts', (text) =>
      text.replace('Query: {', `Query: {\n    ${field}: () => '${field}',`),
    );
    vault.changeBookmarks('schema.ts', (text) =>
      text.replace('type Query {', `type Query {\n    ${field}: String`),
    );
    await eventually(async () => (await admin.query(`{ ${field} }`)).data?.[field] === field, 60_000);
  }
  const { asked, bad } = await load.stop();
  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect(vault.told.filter((line) => line.startsWith('Bookmarks runs the saved code'))).not.toEqual([]);
  await eventually(async () => committed().includes('release3: String'));
});

test('code with a fault is reported in one line, and the old process continues', async () => {
  const { admin } = await vault.makeOrg();
  vault.changeBookmarks('hooks.ts', (text) => `${text}\nexport const broken: = 1;\n`);
  await eventually(async () => vault.told.some((line) => line.includes('hooks.ts:')), 60_000);
  const line = vault.told.find((each) => each.includes('hooks.ts:'));
  expect(line).toMatch(/^Bookmarks continues with the old code\. .*hooks\.ts:\d+: SyntaxError/);
  expect((await admin.query(cross)).errors).toBeUndefined();
});

function committed(): string {
  return readFileSync(join(vault.folder, 'plugin-subgraphs/Bookmarks/schema.graphql'), 'utf8');
}
