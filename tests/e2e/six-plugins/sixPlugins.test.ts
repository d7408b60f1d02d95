import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type Client } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const others = ['LLM', 'Nimbus', 'PowerBI', 'SharePoint', 'Teams'];
const takesPart = 'plugin-subgraphs/SharePoint/takesPart.ts';

let vault: OwnVault;
let ada: Client;
let grace: Client;
beforeAll(async () => {
  vault = await startOwnVault(
    ({ Base, ...sections }) => ({
      ...sections,
      Base: { ...Base, active_plugins: ['Bookmarks', ...others] },
    }),
    async (folder) => {
      for (const name of others)
        cpSync(`plugin-subgraphs/${name}`, join(folder, 'plugin-subgraphs', name), { recursive: true });
    },
  );
  const org = await vault.makeOrg();
  ada = org.admin;
  const joined = await ada.query(
    `mutation { createUser(input: { username: "grace" }) { ... on User { id } } }`,
  );
  grace = await org.client(['member', 'admin'], joined.data.createUser.id);
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Sends a mutation with one field, and returns its result. */
async function mutate(client: Client, field: string, selection = '__typename') {
  const { data, errors } = await client.query(`mutation { result: ${field} { ${selection} } }`);
  return data?.result ?? errors;
}

interface Found {
  readonly id: string;
  readonly title: string;
  readonly summary: string | null;
  readonly source: { readonly path: string } | null;
  readonly activity: { readonly edges: readonly { readonly node: { readonly kind: string } }[] };
}

async function documents(): Promise<readonly Found[]> {
  const list = `{ documents(first: 100) { edges { node {
    id title summary source { path } activity(first: 5) { edges { node { kind user { username } } } } } } } }`;
  const { data } = await ada.query(list);
  return data?.documents?.edges.map(({ node }: { node: Found }) => node) ?? [];
}

type Owned = Record<string, { readonly username: string } | null>;

/** The names of those who have the nodes of a list; an imported document is nobody's. */
function namesIn(list: { edges: readonly { node: Owned }[] }): readonly string[] {
  return list.edges
    .flatMap(({ node }) => Object.values(node).map((user) => user?.username ?? 'nobody'))
    .toSorted();
}

/** The owners of those things that are transferred when somebody leaves. */
async function owners(): Promise<object> {
  const { data } = await ada.query(`{
    documents(first: 100) { edges { node { owner { username } } } }
    sharedBookmarks(first: 100) { edges { node { sharedBy { username } } } }
    sharePointSites { edges { node { keeper { username } } } } }`);
  return {
    documents: namesIn(data.documents),
    bookmarks: namesIn(data.sharedBookmarks),
    sites: namesIn(data.sharePointSites),
  };
}

/** The texts of the cards that Teams has received. */
async function cards(): Promise<string> {
  const { url } = vault.stack.processes().find(({ name }) => name === 'Teams stand-in') ?? {};
  return (await fetch(new URL('/cards', url))).text();
}

test('the files of a site become documents with summaries, and a question is answered from them', async () => {
  await mutate(ada, 'configureTeams(input: { events: [CREATED, ARCHIVED, STUCK, DEAD] })');
  await mutate(
    ada,
    'configureSharePoint(input: { tenantId: "contoso.onmicrosoft.com", clientId: "vault", clientSecret: "any" })',
  );
  const site = 'connectSharePointSite(input: { url: "https://contoso.sharepoint.com/sites/Rockets" })';
  const { id } = await mutate(grace, site, '... on SharePointSite { id }');
  expect(await mutate(grace, `importSharePointSite(id: "${id}")`)).toEqual({ __typename: 'SharePointSite' });
  await eventually(async () => {
    const all = await documents();
    return all.length === 4 && all.every(({ summary, source }) => summary !== null && source !== null);
  });
  const ask = 'askDocuments(question: "What is the range of the rocket?")';
  const answer = await mutate(
    ada,
    ask,
    '__typename ... on DocumentAnswer { text model citations { document { title source { path } } } }',
  );
  expect(answer).toMatchObject({ __typename: 'DocumentAnswer', text: expect.stringContaining('400 km') });
  expect(answer.model).toMatch(/^embedded-/);
  expect(answer.citations[0].document).toEqual({
    title: 'Range.pdf',
    source: { path: '/Reports/Range.pdf' },
  });
  const { data } = await ada.query('{ powerBIReports { ... on PowerBIReportList { reports { id name } } } }');
  const report = data.powerBIReports.reports.find(({ name }: { name: string }) => name === 'Growth');
  const embed = await ada.query(
    `{ powerBIEmbed(reportId: "${report.id}") { ... on PowerBIEmbed { embedUrl token } } }`,
  );
  expect(embed.data.powerBIEmbed).toEqual({ embedUrl: expect.any(String), token: expect.any(String) });
});

test('an archived document is on a card and in the feed, and its bookmark and its citation are gone', async () => {
  const document = (await documents()).find(({ title }) => title === 'Range.pdf');
  const link = `targetUrl: "https://vault.example/entity/${document?.id}", title: "The range"`;
  await mutate(grace, `shareBookmark(input: { ${link} })`);
  await mutate(grace, 'shareBookmark(input: { targetUrl: "https://example.org", title: "Stays" })');
  expect(await mutate(ada, `archiveDocument(id: "${document?.id}")`)).toEqual({ __typename: 'Document' });
  await eventually(async () => (await cards()).includes('Document archived: Range.pdf'));
  await eventually(async () => {
    const feed = `{ activity(first: 10, entityId: "${document?.id}") { edges { node { kind user { username } link } } } }`;
    const { data } = await ada.query(feed);
    const entries = data.activity.edges.map(({ node }: { node: object }) => node);
    return entries.some(
      ({ kind, user }: { kind: string; user: { username: string } }) =>
        kind === 'entity.archived' && user.username === 'ada',
    );
  });
  const titles = '{ sharedBookmarks(first: 10) { edges { node { title } } } }';
  await eventually(async () => !JSON.stringify(await ada.query(titles)).includes('The range'));
  await eventually(async () => {
    const answer = await mutate(
      ada,
      'askDocuments(question: "What is the range of the rocket?")',
      '... on DocumentAnswer { citations { document { title } } }',
    );
    return !JSON.stringify(answer).includes('Range.pdf');
  });
});

test('if a participant fails, whoever leaves stays with all that they had, and leaves in the second try', async () => {
  const offboard = `offboardUser(userId: "${grace.userId}", transferTo: "${ada.userId}")`;
  await mutate(grace, 'createDocument(input: { title: "Handover" })');
  const before = await owners();
  expect(before).toEqual({
    documents: ['grace', 'nobody', 'nobody', 'nobody'],
    bookmarks: ['grace'],
    sites: ['grace'],
  });
  const right = readFileSync(join(vault.folder, takesPart), 'utf8');
  const refusing = right
    .replace('import { takePart,', 'import { outcome, takePart,')
    .replace(
      'forward: (user, vault) => handOver(user, vault)',
      `forward: async () => outcome('Conflict', { message: 'The site stays.' })`,
    );
  expect(refusing).toContain('The site stays.');
  await save(refusing);
  const refused = await mutate(ada, offboard, '__typename ... on Conflict { message }');
  expect(refused).toMatchObject({
    __typename: 'Conflict',
    message: expect.stringContaining('The site stays.'),
  });
  expect(await owners()).toEqual(before);
  await eventually(async () => (await grace.query('{ viewer { username } }')).errors === undefined);
  await save(right);
  expect(await mutate(ada, offboard)).toEqual({ __typename: 'User' });
  expect(JSON.stringify(await owners())).not.toContain('grace');
  await eventually(async () => (await grace.query('{ viewer { username } }')).status === 401);
});

/** Saves SharePoint's part in the workflows of core; resolves once its process has it. */
async function save(text: string): Promise<void> {
  const told = vault.told.length;
  writeFileSync(join(vault.folder, takesPart), text);
  await eventually(async () =>
    vault.told.slice(told).some((line) => line.startsWith('SharePoint runs the saved code')),
  );
}
