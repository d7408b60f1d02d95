import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

/** The handler writes its results as bookmarks, whose titles this test reads. */
const handlers = `
import { defineOperation, defineTask, entityArchived, entityCreated, on, VaultError } from '@nimbusvault/sdk';
import { gql } from 'graphql-tag';
import { z } from 'zod';
import { bookmarks } from './bll/bookmarks/service.ts';

const TitleOf = defineOperation({
  document: gql\`
    query TitleOf($id: ID!) {
      document(id: $id) {
        title
      }
    }
  \`,
  variables: z.object({ id: z.string() }),
  data: z.object({ document: z.object({ title: z.string() }).nullable() }),
});
const Rename = defineOperation({
  document: gql\`mutation MakeFolder($name: String!) { createFolder(input: { name: $name }) { __typename } }\`,
  variables: z.object({ name: z.string() }),
  data: z.object({ createFolder: z.object({ __typename: z.string() }) }),
});
const AddUser = defineOperation({
  document: gql\`mutation AddUser { createUser(input: { username: "mallory" }) { __typename } }\`,
  data: z.unknown(),
});
const Undeclared = defineOperation({ document: gql\`query Undeclared { __typename }\`, data: z.unknown() });

const MakeForUser = defineOperation({
  document: gql\`mutation MakeForUser { createDocument(input: { title: "Made" }) { __typename } }\`,
  data: z.object({ createDocument: z.object({ __typename: z.string() }) }),
  forUser: true,
});
const AddUserForUser = defineOperation({
  document: gql\`mutation AddUserForUser { createUser(input: { username: "mallory" }) { __typename } }\`,
  data: z.unknown(),
  forUser: true,
});

export const graph = { role: 'member', operations: [TitleOf, Rename, AddUser, MakeForUser, AddUserForUser] } as const;

const note = (title: string, id: string, vault: Parameters<typeof TitleOf.run>[1]) =>
  bookmarks.create({ title, targetUrl: \`https://vault.test/\${id}\`, sharedBy: null }, vault);
const codeOf = (error: unknown) => (error instanceof VaultError ? error.code : String(error));
const failedOnce = new Set<string>();

const remember = defineTask('remember', 1, {
  payload: z.object({ id: z.string() }),
  async run({ id }, vault) {
    const { document } = await TitleOf.run({ id }, vault);
    await note(\`task \${document?.title}\`, id, vault);
  },
});
export const tasks = [remember];

export const hooks = [
  on(entityCreated, async ({ entityType, entityId }, vault) => {
    if (entityType !== 'Document') return;
    const { document } = await TitleOf.run({ id: entityId }, vault);
    await note(\`title \${document?.title}\`, entityId, vault);
    const [, as] = document?.title.match(/^as (.*)$/) ?? [];
    if (!as) return;
    // A captured plugin may name anybody: what the SDK refuses does not hold it back.
    const named = { ...vault, userId: as };
    const made = await MakeForUser.run({}, named, { as }).then(({ createDocument }) => createDocument.__typename, codeOf);
    await note(\`as \${made}, \${await AddUserForUser.run({}, named, { as }).catch(codeOf)}\`, entityId, vault);
  }),
  on(entityArchived, async ({ entityId }, vault) => {
    const { createFolder } = await Rename.run({ name: \`of \${entityId}\` }, vault);
    if (!failedOnce.has(entityId)) {
      failedOnce.add(entityId);
      throw new TypeError('after the mutation');
    }
    await note(\`folder \${createFolder.__typename}\`, entityId, vault);
    await note(\`user \${await AddUser.run({}, vault).catch(codeOf)}\`, entityId, vault);
    await note(\`undeclared \${await Undeclared.run({}, vault).catch(codeOf)}\`, entityId, vault);
    remember.enqueue({ id: entityId }, vault);
    const other = { ...vault, org: 'other' };
    await note(\`other \${await TitleOf.run({ id: entityId }, other).catch(codeOf)}\`, entityId, vault);
  }),
];
`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault(undefined, async (folder) => {
    const plugin = join(folder, 'plugin-subgraphs/Bookmarks');
    writeFileSync(join(plugin, 'hooks.ts'), handlers);
    const file = join(plugin, 'Bookmarks.ts');
    const text = readFileSync(file, 'utf8')
      .replace('import { hooks }', 'import { graph, hooks, tasks }')
      .replace('  hooks,\n', '  hooks,\n  graph,\n  tasks,\n');
    writeFileSync(file, text);
  });
});
afterAll(() => vault[Symbol.asyncDispose]());

async function titles({ admin }: TestOrg): Promise<readonly string[]> {
  const { data } = await admin.query('{ sharedBookmarks(first: 100) { edges { node { title } } } }');
  return data.sharedBookmarks.edges.map(({ node }: { node: { title: string } }) => node.title).toSorted();
}

test('a hook handler calls the graph as its plugin, for the org of its message, with the declared operations and roles', async () => {
  const [one, other] = [await vault.makeOrg(), await vault.makeOrg()];
  const create = 'mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }';
  const { data } = await one.admin.query(create);
  await eventually(async () => (await titles(one)).length > 0);
  expect(await titles(one)).toEqual(['title Plan']);
  expect(await titles(other)).toEqual([]);

  await one.admin.query(`mutation { archiveDocument(id: "${data.createDocument.id}") { __typename } }`);
  await eventually(async () => (await titles(one)).length > 5);
  expect(await titles(one)).toEqual([
    'folder Folder',
    'other FORBIDDEN',
    'task Plan',
    'title Plan',
    'undeclared PLUGIN_INVALID',
    'user FORBIDDEN',
  ]);
  const folders = await one.admin.query('{ folders { edges { node { name } } } }');
  expect(folders.data.folders.edges).toHaveLength(1);
});

test('a plugin acts for a user with the rights that both have, for users of the organization alone, and not for leavers', async () => {
  const [one, other] = [await vault.makeOrg(), await vault.makeOrg()];
  const add = (username: string) =>
    one.admin.query(`mutation { createUser(input: { username: "${username}" }) { ... on User { id } } }`);
  const [grace, lee] = [(await add('grace')).data.createUser.id, (await add('lee')).data.createUser.id];
  await one.admin.query(
    `mutation { offboardUser(userId: "${lee}", transferTo: "${one.admin.userId}") { __typename } }`,
  );
  const results: string[] = [];
  for (const userId of [grace, one.admin.userId, other.admin.userId, lee]) {
    const create = `mutation { createDocument(input: { title: "as ${userId}" }) { __typename } }`;
    await one.admin.query(create);
    const said = async () => (await titles(one)).filter((title) => /^as \w+, /.test(title));
    await eventually(async () => (await said()).length > results.length);
    results.push((await said()).find((title) => !results.includes(title)) ?? 'as before');
  }
  expect(results).toEqual([
    'as Document, FORBIDDEN', // a member may not add users
    'as before', // nor may the plugin, in the name of an admin
    'as FORBIDDEN, FORBIDDEN',
    'as ACCESS_REVOKED, ACCESS_REVOKED',
  ]);
  const { data } = await one.admin.query(
    '{ documents(first: 50) { edges { node { title createdBy { username } } } } }',
  );
  const made = data.documents.edges.map(({ node }: { node: object }) => node);
  expect(made.filter(({ title }: { title: string }) => title === 'Made')).toEqual([
    { title: 'Made', createdBy: { username: 'ada' } },
    { title: 'Made', createdBy: { username: 'grace' } },
  ]);
});

test('a handler that calls the graph while no gateway runs is retried until one does', async () => {
  const one = await vault.makeOrg();
  const create = 'mutation { createDocument(input: { title: "Late" }) { ... on Document { id } } }';
  const { id } = (await one.admin.query(create)).data.createDocument;
  await eventually(async () => (await titles(one)).length > 0);
  await vault.stack.stopProcess('gateway');
  await sayCreated(one.slug, id);
  const tried = `select attempts as count from bookmarks.inbox where org = '${one.slug}' and attempts > 0`;
  await eventually(async () => (await sql(tried)) > 0);
  await vault.stack.startProcess('gateway');
  await eventually(async () => (await titles(one)).length > 1);
  expect(await titles(one)).toEqual(['title Late', 'title Late']);
});

/** Core publishes again that a document exists. */
async function sayCreated(org: string, entityId: string): Promise<void> {
  await sql(
    `insert into core.outbox (org, id, subject, type, request_id, data, created_at)
     values ('${org}', gen_random_uuid(), 'vault.${org}.hook.entity.created', 'entity.created.v1', 'again',
       '{ "entityType": "Document", "entityId": "${entityId}" }', now())`,
  );
}

/** Runs a statement as the database's owner; returns its count. */
async function sql(text: string): Promise<number> {
  const client = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(text);
  await client.end();
  return Number(rows[0]?.count ?? 0);
}

test("the registry and the schema list the plugin's own operations", async () => {
  const { stdout } = await vault.nimbus('registry');
  expect(stdout).toContain('TitleOf, MakeFolder, AddUser, MakeForUser, AddUserForUser as member');
  const sdl = (await vault.nimbus('schema', 'Bookmarks')).stdout;
  expect(sdl).toContain('@asksGraph(role: "member"');
  expect(sdl).toContain('document(id: $id) {');
});
