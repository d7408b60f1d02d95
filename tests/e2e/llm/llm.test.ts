import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

let vault: OwnVault;
beforeAll(async () => {
  const plugin = join('plugin-subgraphs', 'LLM');
  vault = await startOwnVault(
    (settings) => ({ ...settings, LLM: {}, Base: { ...settings.Base, active_plugins: ['LLM'] } }),
    async (folder) => cpSync(plugin, join(folder, plugin), { recursive: true }),
  );
});
afterAll(() => vault[Symbol.asyncDispose]());

async function write({ admin }: TestOrg, title: string, body: string): Promise<string> {
  const create =
    'mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { ... on Document { id } } }';
  const { data } = await admin.query(create, { input: { title, body } });
  return data.createDocument.id;
}

async function read({ admin }: TestOrg, id: string) {
  const { data, errors } = await admin.query(
    'query ($id: ID!) { document(id: $id) { title summary summaryModel } }',
    { id },
  );
  expect(errors).toBeUndefined();
  return data.document;
}

const summarized = (org: TestOrg, id: string, summary: string | null) =>
  eventually(async () => (await read(org, id)).summary === summary, 20_000);

test('a document of core has a summary, which follows it, without an account anywhere', async () => {
  const acme = await vault.makeOrg();
  const id = await write(acme, 'Launch 7', 'Ada gives the word.');
  await summarized(acme, id, 'Ada gives the word.');
  expect(await read(acme, id)).toMatchObject({ summaryModel: 'embedded-extractive' });
  const update =
    'mutation ($id: ID!) { updateDocument(input: { id: $id, body: "It is off." }) { __typename } }';
  await acme.admin.query(update, { id });
  await summarized(acme, id, 'It is off.');
  await acme.admin.query('mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }', { id });
  await summarized(acme, id, null);
  await acme.admin.query('mutation ($id: ID!) { restoreDocument(id: $id) { __typename } }', { id });
  await summarized(acme, id, 'It is off.');
});

test('a question is answered from the documents of the organization, with citations that core resolves', async () => {
  const [acme, globex] = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  const body = 'The launch is on Friday. Ada gives the word for it.';
  const [ours, theirs] = [
    await write(acme, 'Launch 7', body),
    await write(globex, 'Party', 'Hal gives the word.'),
  ];
  await summarized(acme, ours, body);
  await summarized(globex, theirs, 'Hal gives the word.');
  const ask = `mutation {
    askDocuments(question: "Who gives the word?") {
      __typename ... on DocumentAnswer { text model citations { number document { title } } }
    }
  }`;
  expect((await acme.admin.query(ask)).data.askDocuments).toEqual({
    __typename: 'DocumentAnswer',
    text: 'Ada gives the word for it. [1]',
    model: 'embedded-extractive',
    citations: [{ number: 1, document: { title: 'Launch 7' } }],
  });
  const usage = await acme.admin.query('{ llmUsage { tokens limit chatModel embeddingModel } }');
  expect(usage.data.llmUsage).toEqual({
    tokens: 0,
    limit: 1_000_000,
    chatModel: 'embedded-extractive',
    embeddingModel: 'embedded-hash-256',
  });
});
