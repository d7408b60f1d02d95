import { documentDeleting } from '@nimbusvault/sdk';
import { eventually, type Answer, type AnswerError } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { mutate } from '../../support/core.ts';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

const both = `{ viewer { username sharedBookmarks { totalCount } } documents { totalCount } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await borrowVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Core's part is always complete; the plugin's part is complete, or null with an error that has its path and subgraph. */
function isWholeOrHonest({ data, errors = [] }: Answer): boolean {
  const { username, sharedBookmarks } = data?.viewer ?? {};
  const isCoreWhole = username === 'ada' && data.documents.totalCount === 0;
  return isCoreWhole && (sharedBookmarks === null ? isTold(errors) : errors.length === 0);
}

function isTold([error, ...more]: readonly AnswerError[]): boolean {
  const { code, subgraph } = error?.extensions ?? {};
  const place = error?.path?.join('.');
  return (
    more.length === 0 &&
    place === 'viewer.sharedBookmarks' &&
    subgraph === 'Bookmarks' &&
    code === 'SUBREQUEST_HTTP_ERROR'
  );
}

test('a plugin that is stopped and started under load affects only its own fields', async () => {
  const { admin } = await vault.makeOrg();
  const load = askSteadily(admin, both, isWholeOrHonest);
  await vault.stack.stopProcess('Bookmarks');
  await eventually(async () => (await admin.query(both)).errors?.length === 1);
  await vault.stack.startProcess('Bookmarks');
  await eventually(async () => (await admin.query(both)).errors === undefined);
  const { asked, bad } = await load.stop();
  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});

test('a plugin that was down receives the events of that time', async () => {
  const { admin } = await vault.makeOrg();
  const created = await admin.query(
    `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`,
  );
  const { id } = created.data.createDocument;
  await admin.query(
    `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "Plan" }) { __typename } }`,
    { url: `https://vault.example/entity/${id}` },
  );
  await vault.stack.stopProcess('Bookmarks');
  const archived = await admin.query(`mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`, {
    id,
  });
  expect(archived.data.archiveDocument.__typename).toBe('Document');
  const operated = '{ deadLetters { silent deadLetters { id } } }';
  const isSilent = async () => (await admin.query(operated)).data.deadLetters;
  expect(await isSilent()).toEqual({ silent: ['Bookmarks'], deadLetters: [] });
  await vault.stack.startProcess('Bookmarks');
  await eventually(async () => (await isSilent()).silent.length === 0);
  await eventually(async () => (await admin.query(both)).data.viewer.sharedBookmarks?.totalCount === 0);
});

test('a document is deleted as fast as ever while a plugin that does not answer the question is down', async () => {
  const { admin } = await vault.makeOrg();
  const { id } = await mutate(admin, 'createDocument', { title: 'Over' });
  await vault.stack.stopProcess('Bookmarks');
  const began = performance.now();
  expect(await mutate(admin, 'deleteDocument', id)).toMatchObject({ __typename: 'Document', title: 'Over' });
  expect(performance.now() - began).toBeLessThan(documentDeleting.timeout);
  await vault.stack.startProcess('Bookmarks');
});

test('a killed plugin is started again', async () => {
  const { admin } = await vault.makeOrg();
  const pidOf = () => vault.stack.processes().find(({ name }) => name === 'Bookmarks')?.pid ?? 0;
  const killed = pidOf();
  process.kill(killed, 'SIGKILL');
  await eventually(async () => pidOf() !== killed && (await admin.query(both)).errors === undefined);
  expect(vault.told.join('\n')).toMatch(/Bookmarks was ended by SIGKILL; starting it again/);
});
