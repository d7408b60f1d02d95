import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { makeOrg } from '../../support/sharedVault.ts';

const create = `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`;
const share = `mutation ($url: String!) {
  shareBookmark(input: { targetUrl: $url, title: "The plan" }) { ... on SharedBookmark { id } }
}`;
const archive = `mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`;
const mine = `{ viewer { username sharedBookmarks { totalCount edges { node { title sharedBy { username } } } } } }`;

test('a bookmark of a document is deleted when the document is archived', async () => {
  const { admin } = await makeOrg();
  const { id } = (await admin.query(create)).data.createDocument;
  await admin.query(share, { url: `https://vault.example/entity/${id}` });
  await admin.query(share, { url: 'https://example.org/stays' });

  const before = await admin.query(mine);
  expect(before.data.viewer.sharedBookmarks).toEqual({
    totalCount: 2,
    edges: [1, 2].map(() => ({ node: { title: 'The plan', sharedBy: { username: 'ada' } } })),
  });

  expect((await admin.query(archive, { id })).data.archiveDocument.__typename).toBe('Document');
  await eventually(async () => (await admin.query(mine)).data.viewer.sharedBookmarks.totalCount === 1);
});

test('archiving a folder deletes the bookmarks of its documents', async () => {
  const { admin } = await makeOrg();
  const folder = await admin.query(
    `mutation { createFolder(input: { name: "Plans" }) { ... on Folder { id } } }`,
  );
  const { id: folderId } = folder.data.createFolder;
  const createIn = `mutation ($folderId: ID!) {
    createDocument(input: { title: "Plan", folderId: $folderId }) { ... on Document { id } }
  }`;
  for (const round of [1, 2]) {
    const { id } = (await admin.query(createIn, { folderId })).data.createDocument;
    await admin.query(share, { url: `https://vault.example/entity/${id}?round=${round}` });
  }
  expect((await admin.query(mine)).data.viewer.sharedBookmarks.totalCount).toBe(2);
  await admin.query(`mutation ($id: ID!) { archiveFolder(id: $id) { __typename } }`, { id: folderId });
  await eventually(async () => (await admin.query(mine)).data.viewer.sharedBookmarks.totalCount === 0);
});
