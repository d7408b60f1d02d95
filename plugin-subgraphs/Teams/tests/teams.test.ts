import { entityDeleted, letterDead, runStuck } from '@nimbusvault/sdk';
import { eventually, startPlugin, startVendor, type StartedPlugin, type Vendor } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRoutes } from '../standIn/server.ts';
import { Teams } from '../Teams.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;
const id = '00000000-0000-4000-8000-0000000000b1';
const stuck = { run: id, plugin: 'Mail', workflow: 'send-mail', step: null, code: null };
const dead = { letter: id, plugin: 'Mail', handler: 'send', code: 'NOT_FOUND' };

let vendor: Vendor;
let plugin: StartedPlugin;
beforeAll(async () => {
  vendor = await startVendor(makeRoutes());
  plugin = await startPlugin(Teams, { frontend: 'https://vault.example' }, { outside: [vendor.host] });
});
afterAll(async () => {
  await plugin[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const url = (workflow: string) =>
  `${vendor.url}/workflows/${workflow}/triggers/manual/paths/invoke?sig=hidden-key`;

async function configure(org: string, input: object): Promise<string> {
  const change = `mutation ($input: ConfigureTeamsInput!) { configureTeams(input: $input) {
    __typename ... on TeamsSettings { webhook } } }`;
  const { data } = await plugin.query({ ...ada, org }, change, { input });
  return JSON.stringify(data.configureTeams);
}

async function titles(workflow: string): Promise<readonly string[]> {
  const cards = (await (await fetch(`${vendor.url}/cards`)).json()) as {
    workflow: string;
    card: { body: { text: string }[] };
  }[];
  return cards.filter((each) => each.workflow === workflow).flatMap(({ card }) => card.body[0]?.text ?? []);
}

test('the URL of a workflow is a secret, and no other text is one', async () => {
  expect(await configure('acme', { webhook: url('acme'), events: ['DEAD', 'DELETED'] })).not.toContain(
    'hidden',
  );
  expect(await configure('acme', { webhook: 'file:///etc/passwd' })).toContain('InvalidInput');
});

test('an organization gets the cards that it has chosen, and no other organization', async () => {
  await configure('globex', { webhook: url('globex') });
  await plugin.fire(runStuck, stuck, 'acme');
  await plugin.fire(letterDead, dead, 'acme');
  await plugin.fire(entityDeleted, { entityType: 'Document', entityId: id }, 'acme');
  await eventually(async () => (await titles('acme')).length === 2);
  expect((await titles('acme')).toSorted()).toEqual(['Document deleted', 'Mail has given up send']);
  expect(await titles('globex')).toEqual([]);
});

test('a workflow that is gone ends in a dead letter, blocks nobody, and does not report itself', async () => {
  await configure('initech', { webhook: url('gone') });
  for (let count = 0; count < 12; count += 1) await plugin.fire(runStuck, stuck, 'initech');
  await plugin.fire(runStuck, stuck, 'globex');
  await eventually(async () => (await titles('globex')).length === 1);
  await plugin.fire(letterDead, { ...dead, plugin: 'Teams', handler: 'send-card' }, 'globex');
  await plugin.fire(letterDead, { ...dead, letter: id.replace('b1', 'b2') }, 'globex');
  await eventually(async () => (await titles('globex')).length === 2);
  expect(await titles('globex')).toEqual(['A run of send-mail in Mail is stuck', 'Mail has given up send']);
});

test('turned off, it sends nothing, and sends it when it is turned on', async () => {
  await configure('hooli', { webhook: url('hooli') });
  await plugin.turn('off', 'hooli');
  await plugin.fire(runStuck, stuck, 'hooli');
  await plugin.fire(entityDeleted, { entityType: 'Document', entityId: id }, 'hooli');
  await plugin.fire(runStuck, stuck, 'globex');
  await eventually(async () => (await titles('globex')).length === 3);
  expect(await titles('hooli')).toEqual([]);
  await plugin.turn('on', 'hooli');
  await eventually(async () => (await titles('hooli')).length === 2);
});
