import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const plugin = 'plugin-subgraphs/Teams';

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault(
    ({ Base, ...sections }) => ({ ...sections, Base: { ...Base, active_plugins: ['Teams'] } }),
    async (folder) => cpSync(plugin, join(folder, plugin), { recursive: true }),
  );
});
afterAll(() => vault[Symbol.asyncDispose]());

const standIn = () => vault.stack.processes().find(({ name }) => name === 'Teams stand-in')?.url ?? '';
const workflow = (id: string) => `${standIn()}/workflows/${id}/triggers/manual/paths/invoke?sig=hidden-key`;

interface Card {
  readonly body: readonly { readonly text?: string; readonly facts?: readonly object[] }[];
  readonly actions: readonly { readonly url: string }[];
}

/** The cards that a workflow has received, by their titles. */
async function cardsOf(id: string): Promise<ReadonlyMap<string, Card>> {
  const cards = (await (await fetch(`${standIn()}/cards`)).json()) as { workflow: string; card: Card }[];
  return new Map(
    cards.filter((each) => each.workflow === id).map(({ card }) => [card.body[0]?.text ?? '', card]),
  );
}

async function configure({ admin }: TestOrg, input: object): Promise<void> {
  const change = 'mutation ($input: ConfigureTeamsInput!) { configureTeams(input: $input) { __typename } }';
  expect((await admin.query(change, { input })).data.configureTeams.__typename).toBe('TeamsSettings');
}

async function createDocument({ admin }: TestOrg, title: string): Promise<string> {
  const create =
    'mutation ($title: String!) { createDocument(input: { title: $title }) { ... on Document { id } } }';
  return (await admin.query(create, { title })).data.createDocument.id;
}

const logged = (file: string, words: string) =>
  readFileSync(join(vault.stack.stateDir, 'logs', file), 'utf8')
    .split('\n')
    .filter((line) => line.includes(words)).length;

test('what happens to a document becomes cards with its name and the user, in its organization alone', async () => {
  const [org, other] = [await vault.makeOrg(), await vault.makeOrg()];
  await configure(org, { webhook: workflow(org.slug) });
  await configure(other, { webhook: workflow(other.slug), events: ['DEAD'] });
  const id = await createDocument(org, 'Plan');
  await createDocument(other, 'Secret plan');
  await org.admin.query(`mutation { archiveDocument(id: "${id}") { __typename } }`);
  await org.admin.query(`mutation { deleteDocument(id: "${id}") { __typename } }`);
  await eventually(async () => (await cardsOf(org.slug)).has('Document deleted'), 30_000);
  await eventually(async () => (await cardsOf(org.slug)).size === 3, 30_000);
  const cards = await cardsOf(org.slug);
  for (const [title, card] of cards) {
    expect(title).toMatch(/^Document (created|archived|deleted)/);
    expect(card.body[1]?.facts).toContainEqual({ title: 'By', value: 'ada' });
    expect(card.actions[0]?.url).toBe(`https://vault.example/entity/${id}`);
  }
  expect(await cardsOf(other.slug)).toEqual(new Map());
});

test('the workflow of the vault gets the events that an organization has chosen', async () => {
  const org = await vault.makeOrg();
  await configure(org, { events: ['CREATED'] });
  const id = await createDocument(org, 'Report');
  await eventually(async () => (await cardsOf('default')).has('Document created: Report'));
  expect((await cardsOf('default')).get('Document created: Report')?.actions[0]?.url).toContain(id);
});

test('a workflow that is gone ends in one dead letter a card, and blocks nobody; a replay sends the card', async () => {
  const [org, other] = [await vault.makeOrg(), await vault.makeOrg()];
  await configure(org, { webhook: workflow('gone') });
  await configure(other, { webhook: workflow(other.slug) });
  await createDocument(org, 'Lost');
  await createDocument(other, 'Found');
  await eventually(async () => (await cardsOf(other.slug)).has('Document created: Found'));
  const dead = async () =>
    JSON.parse((await vault.nimbus('dlq', 'list', '--org', org.slug, '--json')).stdout) as {
      id: string;
      handler: string;
      error: { message: string };
    }[];
  await eventually(async () => (await dead()).length > 0);
  const letters = await dead();
  expect(letters).toHaveLength(1);
  expect(JSON.stringify(letters)).toMatch(/send-card.*status 404.*configureTeams/);
  await configure(org, { webhook: workflow(org.slug) });
  await vault.nimbus('dlq', 'replay', letters[0]?.id ?? '');
  await eventually(async () => [...(await cardsOf(org.slug)).keys()].join() === 'Document created: Lost');
});

test('the plugin killed loses no card, and the stand-in has counted what vault.http has sent', async () => {
  const org = await vault.makeOrg();
  await configure(org, { webhook: workflow(org.slug), events: ['CREATED'] });
  const titles = Array.from({ length: 6 }, (_, at) => `Page ${at}`);
  for (const title of titles) {
    await createDocument(org, title);
    if (title === 'Page 2')
      process.kill(vault.stack.processes().find(({ name }) => name === 'Teams')?.pid ?? 0, 'SIGKILL');
  }
  const wanted = titles.map((title) => `Document created: ${title}`);
  await eventually(async () => {
    const cards = await cardsOf(org.slug);
    return wanted.every((title) => cards.has(title));
  }, 60_000);
  const log = readFileSync(join(vault.stack.stateDir, 'logs/Teams.log'), 'utf8');
  expect(log).not.toContain('hidden-key');
  // A process that is killed may have sent what it could not log.
  const [received, sent] = [
    logged('Teams-stand-in.log', '"method":"POST"'),
    logged('Teams.log', 'an outside system was called'),
  ];
  expect(received).toBeGreaterThanOrEqual(sent);
  expect(received).toBeLessThanOrEqual(sent + 4);
});
