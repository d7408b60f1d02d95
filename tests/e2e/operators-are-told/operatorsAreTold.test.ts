import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { readStackState } from '@nimbusvault/vault';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

/** The plugin writes each hook that it hears as a bookmark, whose title this test reads. */
const handlers = `
import { defineSchedule, defineTask, entityCreated, letterDead, on, runStuck, VaultError, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { bookmarks } from './bll/bookmarks/service.ts';

const note = (title: string, vault: Vault) =>
  bookmarks.create({ title, targetUrl: 'https://vault.test/', sharedBy: null }, vault);

const boom = defineTask('boom', 1, {
  payload: z.object({}),
  run: async () => { throw new VaultError('NOT_FOUND', 'a secret of the task'); },
  tries: 1,
});
const tick = defineTask('tick', 1, {
  payload: z.object({ scheduledFor: z.iso.datetime() }),
  run: ({ scheduledFor }, vault) => note(\`tick \${scheduledFor}\`, vault),
});
export const tasks = [boom, tick];
export const schedules = [defineSchedule('nightly', { cron: '0 3 * * *', timeZone: 'UTC' }, tick)];

export const hooks = [
  on(entityCreated, async ({ entityType }, vault) => {
    if (entityType === 'Document') boom.enqueue({}, vault);
  }),
  on(letterDead, ({ letter, ...heard }, vault) => note(\`letter \${JSON.stringify(heard)}\`, vault)),
  on(runStuck, ({ run, ...heard }, vault) => note(\`stuck \${JSON.stringify(heard)}\`, vault)),
];
`;

/** Behind its pivot the workflow fails for a title, and is stuck. */
const jam = `
const jam = sharing.externalStep({
  name: 'jam',
  reads: ['input'],
  writes: [],
  timeoutMs: 5_000,
  forward: async ({ input }) => {
    if (input.title === 'stick') throw new Permanent('a secret of the step');
  },
});

export const shareBookmark`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault(undefined, async (folder) => {
    const plugin = join(folder, 'plugin-subgraphs/Bookmarks');
    writeFileSync(join(plugin, 'hooks.ts'), handlers);
    change(join(plugin, 'Bookmarks.ts'), (text) =>
      text
        .replace('import { hooks }', 'import { hooks, schedules, tasks }')
        .replace('  hooks,\n', '  hooks,\n  schedules,\n  tasks,\n'),
    );
    change(join(plugin, 'bll/bookmarks/mutations.ts'), (text) =>
      text
        .replace('import { defineContext,', 'import { defineContext, Permanent,')
        .replace('\nexport const shareBookmark', jam)
        .replace('.step(createBookmark)', '.step(createBookmark).pivot().step(jam)'),
    );
  });
});
afterAll(() => vault[Symbol.asyncDispose]());

function change(file: string, how: (text: string) => string): void {
  writeFileSync(file, how(readFileSync(file, 'utf8')));
}

async function titles({ admin }: TestOrg): Promise<readonly string[]> {
  const { data } = await admin.query('{ sharedBookmarks(first: 100) { edges { node { title } } } }');
  return data.sharedBookmarks.edges.map(({ node }: { node: { title: string } }) => node.title).toSorted();
}

async function rowsOf(plugin: string, sql: string, values: readonly unknown[] = []): Promise<object[]> {
  const database = new pg.Client({
    connectionString: readStackState(vault.stack.stateDir).subgraphs[plugin]?.databaseUrl,
  });
  await database.connect();
  try {
    await database.query(`set vault.relay = 'on'`);
    return (await database.query<object>(sql, [...values])).rows;
  } finally {
    await database.end();
  }
}

const firedFor = (org: TestOrg, type: string) =>
  rowsOf('Core', 'select id from outbox where org = $1 and type = $2 order by id', [org.slug, type]);
const lettersOf = (org: TestOrg, handler: string) =>
  rowsOf(
    'Bookmarks',
    'select dead_letter as id from inbox where org = $1 and handler = $2 and dead_at is not null order by 1',
    [org.slug, handler],
  );
const createDocument = ({ admin }: TestOrg) =>
  admin.query('mutation { createDocument(input: { title: "Plan" }) { __typename } }');

test('a schedule fires in each organization that core has, the newest too, and is listed', async () => {
  const orgs = [await vault.makeOrg(), await vault.makeOrg()];
  const slugs = orgs.map(({ slug }) => slug);
  const knows = () => rowsOf('Bookmarks', 'select from known_organization where org = any($1)', [slugs]);
  await eventually(async () => (await knows()).length === 2);
  await rowsOf('Bookmarks', `update schedule set settled_at = now() - interval '3 days'`);
  for (const org of orgs) await eventually(async () => (await titles(org)).length > 0);
  const list = async (...options: readonly string[]) =>
    (await vault.nimbus('schedule', 'list', ...options)).stdout;
  await eventually(async () => (await list()).includes('fired in'));
  const [listed] = JSON.parse(await list('--json'));
  const { last, nextAt } = listed;
  expect(listed).toMatchObject({
    plugin: 'Bookmarks',
    name: 'nightly',
    timeZone: 'UTC',
    last: { result: 'fired' },
  });
  const [head, line] = (await list()).split('\n');
  expect(head?.split(/ {2,}/)).toEqual(['PLUGIN', 'SCHEDULE', 'CRON', 'ZONE', 'NEXT', 'LAST', 'RESULT']);
  const cells = ['Bookmarks', 'nightly', '0 3 * * *', 'UTC', nextAt, last.scheduledFor];
  expect(line?.split(/ {2,}/)).toEqual([...cells, `fired in ${last.organizations} organizations`]);
  for (const org of orgs) expect(await titles(org)).toEqual([`tick ${last.scheduledFor}`]);
});

test('a run that is stuck is reported once, in its organization alone, without its data', async () => {
  const [one, other] = [await vault.makeOrg(), await vault.makeOrg()];
  const share = (title: string) =>
    one.admin.query(
      'mutation ($title: String!) { shareBookmark(input: { title: $title, targetUrl: "https://a.test" }) { __typename } }',
      { title },
    );
  await share('stick');
  const told = async () => (await titles(one)).filter((title) => title.startsWith('stuck'));
  await eventually(async () => (await told()).length > 0);
  expect(await told()).toEqual([
    'stuck {"plugin":"Bookmarks","workflow":"share-bookmark","step":"jam","code":"STEP_FAILED"}',
  ]);
  expect(await firedFor(one, 'run.stuck.v1')).toEqual(
    await rowsOf('Bookmarks', `select id from saga where org = $1 and status = 'stuck'`, [one.slug]),
  );
  expect(await titles(other)).toEqual([]);
});

/** Core says that a letter is dead, and not which. */
function sayPoison({ slug }: TestOrg): Promise<object[]> {
  return rowsOf(
    'Core',
    `insert into outbox (org, id, subject, type, request_id, data) values ($1, $2, $3, 'letter.dead.v1', 'poison', '{}')`,
    [slug, randomUUID(), `vault.${slug}.hook.Core.letter.dead`],
  );
}

test('a dead letter is reported once, however often it dies; that of a handler of such reports is not', async () => {
  const org = await vault.makeOrg();
  await sayPoison(org);
  await eventually(async () => (await lettersOf(org, 'letter.dead')).length === 1);
  await createDocument(org);
  await eventually(async () => (await titles(org)).length === 1);
  expect(await titles(org)).toEqual(['letter {"plugin":"Bookmarks","handler":"boom","code":"NOT_FOUND"}']);
  const [letter] = (await lettersOf(org, 'boom')) as { id: string }[];
  await vault.nimbus('dlq', 'replay', letter?.id ?? '');
  await eventually(async () => {
    const sql = `select from inbox where dead_letter = $1 and dead_at is not null and jsonb_array_length(replays) = 1`;
    return (await rowsOf('Bookmarks', sql, [letter?.id])).length === 1;
  }, 30_000);
  await createDocument(org);
  await eventually(async () => (await titles(org)).length === 2);
  const fired = await rowsOf(
    'Core',
    `select id from outbox where org = $1 and type = 'letter.dead.v1' and request_id <> 'poison' order by id`,
    [org.slug],
  );
  expect(fired).toEqual(await lettersOf(org, 'boom'));
  expect(fired).toHaveLength(2);
});
