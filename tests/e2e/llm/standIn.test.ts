import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const section = { url: 'stand-in', chatModel: 'chat-1', embeddingModel: 'vectors-1' };
const ask = `mutation {
  askDocuments(question: "Who gives the word?") {
    __typename
    ... on DocumentAnswer { text model citations { document { title } } }
    ... on ModelUnavailable { retryAfterSeconds }
  }
}`;

let vault: OwnVault;
let org: TestOrg;
beforeAll(async () => {
  const plugin = join('plugin-subgraphs', 'LLM');
  vault = await startOwnVault(
    (settings) => ({ ...settings, LLM: section, Base: { ...settings.Base, active_plugins: ['LLM'] } }),
    async (folder) => cpSync(plugin, join(folder, plugin), { recursive: true }),
  );
  org = await vault.makeOrg();
});
afterAll(() => vault[Symbol.asyncDispose]());

const find = (name: string) => vault.stack.processes().find((process) => process.name === name);

async function setMood(mood: string): Promise<void> {
  const { url = '' } = find('LLM stand-in') ?? {};
  expect((await fetch(`${url}/mood`, { method: 'POST', body: mood })).status).toBe(200);
}

const answer = async () => (await org.admin.query(ask)).data?.askDocuments;
const tokens = async () => (await org.admin.query('{ llmUsage { tokens } }')).data?.llmUsage?.tokens;

test('a vendor answers, is busy, and answers again; a killed question keeps its reservation', async () => {
  const create = `mutation {
    createDocument(input: { title: "Countdown", body: "Ada gives the word." }) { ... on Document { id } }
  }`;
  await org.admin.query(create);
  const answered = {
    __typename: 'DocumentAnswer',
    text: 'Ada gives the word. [1]',
    model: 'chat-1',
    citations: [{ document: { title: 'Countdown' } }],
  };
  await eventually(async () => (await answer())?.__typename === 'DocumentAnswer', 20_000);
  expect(await answer()).toEqual(answered);
  const { data } = await org.admin.query(
    '{ documents(first: 1) { edges { node { summary summaryModel } } } }',
  );
  expect(data.documents.edges[0].node).toEqual({
    summary: 'In short: Ada gives the word.',
    summaryModel: 'chat-1',
  });

  await setMood('busy');
  expect(await answer()).toEqual({ __typename: 'ModelUnavailable', retryAfterSeconds: 7 });
  const before = await tokens();

  await setMood('slow');
  const killed = org.admin.query(ask).catch(() => undefined);
  await eventually(async () => (await tokens()) > before);
  process.kill(find('LLM')?.pid ?? 0, 'SIGKILL');
  await killed;
  await setMood('well');
  await eventually(async () => (await answer())?.__typename === 'DocumentAnswer', 20_000);
  expect(await tokens()).toBeGreaterThan(before + 4_000);
});
