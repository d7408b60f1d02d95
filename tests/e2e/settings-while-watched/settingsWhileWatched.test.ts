import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

const query = '{ viewer { username sharedBookmarks { totalCount } } }';

let vault: OwnVault;
let org: TestOrg;
let file: string;
let good: string;
beforeAll(async () => {
  vault = await borrowVault();
  org = await vault.makeOrg();
  file = join(vault.folder, 'vault-settings.json');
  good = readFileSync(file, 'utf8');
});
afterAll(() => vault[Symbol.asyncDispose]());
beforeEach(restore);

function restore(): void {
  rmSync(file, { recursive: true, force: true });
  writeFileSync(file, good);
}

const runs = () => vault.stack.processes().some(({ name }) => name === 'Bookmarks');
const pids = () => vault.stack.processes().map(({ name, pid }) => `${name} ${pid}`);

async function writeSlowly(text: string): Promise<void> {
  writeFileSync(file, '');
  const size = Math.ceil(text.length / 8);
  for (let at = 0; at < text.length; at += size) {
    appendFileSync(file, text.slice(at, at + size));
    await pause(400);
  }
}

const spoilt: Readonly<Record<string, () => unknown>> = {
  'is empty': () => writeFileSync(file, ''),
  'is cut': () => writeFileSync(file, good.slice(0, -9)),
  'is null': () => writeFileSync(file, 'null'),
  'says nothing': () => writeFileSync(file, '{}'),
  'has no list of plugins': () => writeFileSync(file, '{"Base":{}}'),
  'names a section twice': () => writeFileSync(file, good.replace('{', '{"Base":{"active_plugins":[]},')),
  'is 10 MB': () => writeFileSync(file, good + ' '.repeat(10_000_000)),
  'is a deep hole': () => writeFileSync(file, `{"Base":${'['.repeat(200_000)}`),
  'is gone': () => rmSync(file),
  'is a folder': () => {
    rmSync(file);
    mkdirSync(file);
  },
  'leads nowhere': () => {
    rmSync(file);
    symlinkSync('/nowhere/at/all', file);
  },
  'never ends': () => {
    rmSync(file);
    symlinkSync('/dev/zero', file);
  },
};

test.for(Object.entries(spoilt))('a file that %s changes nothing, and is reported', async ([, spoil]) => {
  const before = pids();
  const told = vault.told.length;
  const load = askSteadily(org.admin, query, ({ errors }) => errors === undefined);
  spoil();
  await eventually(
    async () => vault.told.slice(told).some((line) => line.startsWith('The change is ignored: ')),
    20_000,
  );
  await pause(200);
  const { asked, bad } = await load.stop();
  expect([bad, pids()]).toEqual([[], before]);
  expect(asked).toBeGreaterThan(2);
});

test.for<[what: string, write: (text: string) => unknown]>([
  ['written slowly', writeSlowly],
  ['written with a byte order mark', (text) => writeFileSync(file, `\uFEFF${text}`)],
  [
    'renamed into its place',
    (text) => {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  ],
  [
    'linked to from its place',
    (text) => {
      writeFileSync(`${file}.linked`, text);
      rmSync(file);
      symlinkSync(`${file}.linked`, file);
    },
  ],
])('a file that is %s takes effect once it is complete', async ([, write]) => {
  copyFileSync(file, `${file}.good`);
  const load = askSteadily(org.admin, '{ viewer { username } }', ({ errors }) => errors === undefined);
  await write(good.replace('["Bookmarks"]', '[]'));
  await eventually(async () => !runs());
  await write(readFileSync(`${file}.good`, 'utf8'));
  await eventually(async () => (await org.admin.query(query)).errors === undefined);
  expect(runs()).toBe(true);
  expect((await load.stop()).bad).toEqual([]);
});

const told = (words: RegExp) => eventually(async () => vault.told.some((line) => words.test(line)));
const pidOf = (name: string) => vault.stack.processes().find((each) => each.name === name)?.pid;

test('every fault is reported at once, with its line and path, and the processes keep their settings', async () => {
  const before = pids();
  const settings = JSON.parse(good) as { Base: object };
  const Base = { ...settings.Base, limits: { depth: 0 }, cors: { origins: ['${env.NOBODY_SET_IT}'] } };
  const text = JSON.stringify(
    { ...settings, Base, Core: { documentQuota: 'many' }, Bookmarks: { colour: 1 } },
    null,
    2,
  );
  writeFileSync(file, text);
  await told(/^The change is ignored: vault-settings\.json has 4 faults/);
  const line = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
  const said = vault.told
    .find((each) => each.includes('has 4 faults'))
    ?.split('\n')
    .slice(1);
  expect(said).toHaveLength(4);
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(`^  vault-settings.json:${line('"documentQuota')}: Core.documentQuota: `),
      expect.stringMatching(
        `^  vault-settings.json:${line('"colour')}: Bookmarks.colour: There is no such setting.`,
      ),
      expect.stringMatching(`^  vault-settings.json:${line('"depth')}: Base.limits.depth: `),
      expect.stringMatching(
        `^  vault-settings.json:${line('NOBODY_SET_IT')}: Base.cors.origins.0 refers to the .* NOBODY_SET_IT`,
      ),
    ]),
  );
  expect(pids()).toEqual(before);
});

test('a subgraph runs with its new settings while queries are answered, and so does the gateway after a moment', async () => {
  const settings = JSON.parse(good) as { Base: object; Core?: object };
  const load = askSteadily(org.admin, query, ({ errors }) => errors === undefined);
  const [core, bookmarks] = [pidOf('Core'), pidOf('Bookmarks')];
  writeFileSync(file, JSON.stringify({ ...settings, Core: { ...settings.Core, documentQuota: 1 } }));
  await told(/^Core runs the saved settings: vault-settings\.json\.$/);
  const create = 'mutation { createDocument(input: { title: "Plan" }) { __typename } }';
  expect((await org.admin.query(create)).data.createDocument.__typename).toBe('Document');
  expect((await org.admin.query(create)).data.createDocument.__typename).not.toBe('Document');
  expect([pidOf('Core') === core, pidOf('Bookmarks')]).toEqual([false, bookmarks]);
  expect((await load.stop()).bad).toEqual([]);
  const limits = { limits: { depth: 2 } };
  writeFileSync(file, JSON.stringify({ ...settings, Base: { ...settings.Base, ...limits } }));
  await told(/^gateway runs the saved settings\.$/);
  await eventually(
    async () =>
      (await org.admin.query('{ viewer { sharedBookmarks { edges { node { id } } } } }')).errors?.[0]
        ?.extensions.code === 'MAX_DEPTH_LIMIT',
  );
});
