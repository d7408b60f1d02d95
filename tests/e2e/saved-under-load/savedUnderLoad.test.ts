import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const isTaken = (line: string) => line.startsWith('Bookmarks runs the saved code');
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
    await eventually(async () => (await admin.query(`{ ${field} }`)).data?.[field] === field);
  }
  const { asked, bad } = await load.stop();
  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect(vault.told.filter(isTaken)).not.toEqual([]);
  await eventually(async () => committed('schema.graphql').includes('release3: String'));
  await eventually(async () => committed('schema.types.ts').includes('release3: Resolver<'));
});

test.each([
  [
    'entities/SharedBookmark.ts',
    ['...tenantColumns,', '...tenantColumns,\n    colour: p.text().nullable(),'],
    /entities\/SharedBookmark\.ts: SharedBookmark has the column colour.*\[MIGRATION_MISSING\]/,
  ],
  [
    'migrations/createSharedBookmark.ts',
    ['varchar(2048)', 'varchar(4096)'],
    /migrations\/createSharedBookmark\.ts: The migration \S+ was changed after it ran.*\[MIGRATION_EDITED\]/,
  ],
] as const)(
  '%s that its migrations do not fit is reported, and the old process continues',
  async (file, change, words) => {
    const { admin } = await vault.makeOrg();
    vault.changeBookmarks(file, (text) => text.replace(change[0], change[1]));
    await eventually(async () => vault.told.some((line) => words.test(line)));
    expect(vault.told.find((line) => words.test(line))).toMatch(/^Bookmarks continues with the old code\./);
    expect((await admin.query(cross)).errors).toBeUndefined();
    const { code, stdout } = await vault.nimbus('check', '--plugin', 'Bookmarks');
    expect([code, stdout]).toEqual([1, expect.stringMatching(words)]);
    const told = vault.told.length;
    vault.changeBookmarks(file, (text) => text.replace(change[1], change[0]));
    await eventually(async () => vault.told.slice(told).some(isTaken));
  },
);

test('code with a fault is reported in one line, and the old process continues', async () => {
  const { admin } = await vault.makeOrg();
  vault.changeBookmarks('hooks.ts', (text) => `${text}\nexport const broken: = 1;\n`);
  await eventually(async () => vault.told.some((line) => line.includes('hooks.ts:')));
  const line = vault.told.find((each) => each.includes('hooks.ts:'));
  expect(line).toMatch(/^Bookmarks continues with the old code\. .*hooks\.ts:\d+: SyntaxError/);
  expect((await admin.query(cross)).errors).toBeUndefined();
});

test('a fault that the SDK finds, and a crash later on, name the line of the plugin', async () => {
  vault.changeBookmarks('hooks.ts', (text) => text.replace('export const broken: = 1;', ''));
  vault.changeBookmarks('Bookmarks.ts', (text) =>
    text.replace(/^ {2}hooks,$/m, '  hooks: [...hooks, ...hooks],'),
  );
  expect(await toldLine(/\[PLUGIN_INVALID\]$/)).toMatch(
    /^Bookmarks continues with the old code\. \S*plugin-subgraphs\/Bookmarks\/Bookmarks\.ts:\d+: /,
  );
  vault.changeBookmarks('Bookmarks.ts', (text) => text.replace('[...hooks, ...hooks]', 'hooks'));
  const crash = crashSaying('too late');
  vault.changeBookmarks('hooks.ts', (text) => text + crash);
  expect(await toldLine(/too late/)).toMatch(placeOf('too late'));
  vault.changeBookmarks('hooks.ts', (text) => text.replace(crash, ''));
});

test('a crash while supergraph.yaml is half written is explained, and the vault continues', async () => {
  const { admin } = await vault.makeOrg();
  const list = join(vault.folder, 'supergraph.yaml');
  const whole = readFileSync(list, 'utf8');
  const crash = crashSaying('in the dark');
  const toldBefore = vault.told.length;
  vault.changeBookmarks('hooks.ts', (text) => text + crash);
  await eventually(async () => vault.told.slice(toldBefore).some(isTaken));
  writeFileSync(list, '');
  expect(await toldLine(/in the dark/)).toMatch(placeOf('in the dark'));
  writeFileSync(list, whole);
  vault.changeBookmarks('hooks.ts', (text) => text.replace(crash, ''));
  await eventually(async () => (await admin.query(cross)).errors === undefined);
});

async function toldLine(words: RegExp): Promise<string | undefined> {
  await eventually(async () => vault.told.some((line) => words.test(line)));
  return vault.told.find((line) => words.test(line));
}

function crashSaying(words: string): string {
  return `\nsetTimeout(() => void Promise.reject(new TypeError('${words}')), 4_000);\n`;
}

function placeOf(words: string): RegExp {
  return new RegExp(`\\S*plugin-subgraphs/Bookmarks/hooks\\.ts:\\d+: TypeError: ${words}`);
}

function committed(file: string): string {
  return readFileSync(join(vault.folder, 'plugin-subgraphs/Bookmarks', file), 'utf8');
}
