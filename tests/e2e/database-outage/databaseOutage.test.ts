import { eventually, type Answer } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { borrowVault } from '../../support/borrowedVault.ts';

const create = `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`;
const documents = `{ documents { totalCount } }`;

const codes = ['DATABASE_UNAVAILABLE', 'SUBREQUEST_HTTP_ERROR'];

function isWholeOrCoded({ data, errors = [] }: Answer): boolean {
  if (errors.length === 0) return data.documents.totalCount === 1;
  return data.documents === null && errors.every(({ extensions }) => codes.includes(extensions.code));
}

test('requests fail with a code while the database is down, and work again once it is back', async () => {
  await using vault = await borrowVault();
  const { admin } = await vault.makeOrg();
  await admin.query(create);
  const load = askSteadily(admin, documents, isWholeOrCoded);
  await vault.stack.stopProcess('postgres');
  await eventually(async () => (await admin.query(documents)).errors !== undefined);
  await eventually(async () => (await admin.query(documents)).status === 503);
  const mixed = await admin.query(`{ documents { totalCount } __schema { __typename } }`);
  expect(mixed).toMatchObject({ status: 200, data: { documents: null, __schema: {} } });
  expect(mixed.errors).toMatchObject([{ extensions: { code: 'DATABASE_UNAVAILABLE', retryable: true } }]);
  await vault.stack.startProcess('postgres');
  await eventually(async () => (await admin.query(documents)).errors === undefined);
  expect((await load.stop()).bad).toEqual([]);

  const { id } = (await admin.query(create)).data.createDocument as { id: string };
  const url = `https://vault.example/entity/${id}`;
  await admin.query(
    `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "Plan" }) { __typename } }`,
    { url },
  );
  await admin.query(`mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`, { id });
  const bookmarks = async () =>
    (await admin.query(`{ sharedBookmarks { totalCount } }`)).data.sharedBookmarks.totalCount;
  await eventually(async () => (await bookmarks()) === 0);
});
