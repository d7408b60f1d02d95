import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

let vault: OwnVault;
let org: TestOrg;
beforeAll(async () => {
  vault = await startOwnVault(undefined, async (folder) => {
    for (const name of ['Nimbus', 'PowerBI']) {
      const plugin = `plugin-subgraphs/${name}`;
      cpSync(plugin, join(folder, plugin), { recursive: true });
    }
  });
  org = await vault.makeOrg();
});
afterAll(() => vault[Symbol.asyncDispose]());

const create = `mutation ($title: String!) { createDocument(input: { title: $title }) { ... on Document { id } } }`;
const archive = `mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`;
const remove = `mutation ($id: ID!) { deleteDocument(id: $id) { __typename } }`;
const feed = `{
  activity(kinds: ["entity.created", "entity.archived", "entity.deleted"]) {
    edges { node { kind entityType user { username } document { title } link } }
  }
}`;

async function make(title: string): Promise<string> {
  return (await org.admin.query(create, { title })).data.createDocument.id;
}

/** The documents of the feed, the newest entry first; undefined until the plugin is there. */
async function told(client = org.admin) {
  const { data } = await client.query(feed);
  type Edge = {
    node: { kind: string; entityType: string; document: { title: string } | null; link: string | null };
  };
  const nodes = data?.activity?.edges.map(({ node }: Edge) => node) as Edge['node'][] | undefined;
  return nodes?.filter(({ entityType }) => entityType === 'Document');
}

test('a plugin that is activated later tells what has happened before, and what happens then', async () => {
  const [gone, kept] = [await make('Gone'), await make('Kept')];
  await org.admin.query(archive, { id: gone });
  vault.activate('Bookmarks', 'Nimbus', 'PowerBI');
  await eventually(async () => (await told())?.length === 3, 60_000);
  await org.admin.query(remove, { id: gone });
  await eventually(async () => (await told())?.length === 4, 20_000);
  const [deleted, archived, second, first] = (await told()) ?? [];
  const nowhere = { document: null, link: null };
  expect(deleted).toMatchObject({
    kind: 'entity.deleted',
    user: { username: expect.any(String) },
    ...nowhere,
  });
  expect(archived).toMatchObject({ kind: 'entity.archived', ...nowhere });
  expect(second).toMatchObject({
    kind: 'entity.created',
    document: { title: 'Kept' },
    link: `/entity/${kept}`,
  });
  expect(first).toMatchObject({ kind: 'entity.created', ...nowhere });
});

test('documents and users have their activity in one query, and another organization has its own', async () => {
  const text = `{
    documents { edges { node { title activity(first: 5) { totalCount edges { node { kind } } } } } }
    viewer { activity(first: 1) { edges { node { kind } } } }
  }`;
  const { data, errors } = await org.admin.query(text);
  expect(errors).toBeUndefined();
  const activity = { totalCount: 1, edges: [{ node: { kind: 'entity.created' } }] };
  expect(data.documents.edges).toEqual([{ node: { title: 'Kept', activity } }]);
  expect(data.viewer.activity.edges).toEqual([{ node: { kind: 'entity.deleted' } }]);
  expect(await told((await vault.makeOrg()).admin)).toEqual([]);
});

test('the reports of the stand-in are listed, and a token is for the organization', async () => {
  const list = `{ powerBIReports { ... on PowerBIReportList { reports { id name } } ... on Failure { message } } }`;
  const { reports } = (await org.admin.query(list)).data.powerBIReports;
  const embed = `query ($id: ID!) { powerBIEmbed(reportId: $id) { ... on PowerBIEmbed { embedUrl token } ... on Failure { message } } }`;
  const { data } = await org.admin.query(embed, {
    id: reports.find(({ name }: { name: string }) => name === 'Growth').id,
  });
  const { identities } = JSON.parse(Buffer.from(data.powerBIEmbed.token, 'base64url').toString());
  expect(identities).toEqual([expect.objectContaining({ username: org.slug, roles: ['Organization'] })]);
});

test('each event is one entry, however often the plugin is killed meanwhile', async () => {
  const titles = Array.from({ length: 30 }, (_, number) => `Killed ${number}`);
  for (const [number, title] of titles.entries()) {
    await make(title);
    if (number % 10 === 5) kill('Nimbus');
  }
  const whole = `{ activity(first: 100, kinds: ["entity.created"]) { edges { node { document { title } } } } }`;
  type Edge = { node: { document: { title: string } | null } };
  const seen = async () => {
    const edges: Edge[] = (await org.admin.query(whole)).data?.activity?.edges ?? [];
    return edges
      .flatMap(({ node }) => node.document?.title ?? [])
      .filter((title) => title.startsWith('Killed'));
  };
  await eventually(async () => (await seen()).length >= titles.length, 60_000);
  expect((await seen()).toSorted()).toEqual(titles.toSorted());
});

function kill(name: string): void {
  const { pid } = vault.stack.processes().find((process) => process.name === name) ?? {};
  if (pid) process.kill(pid, 'SIGKILL');
}
