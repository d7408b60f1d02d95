import { expect, test } from 'vitest';
import { makeOrg } from '../../support/sharedVault.ts';

const write = `mutation ($title: String!) { createDocument(input: { title: $title }) {
  __typename ... on Document { id } ... on Conflict { message } ... on InvalidInput { message } } }`;
const twice = `mutation {
  one: createDocument(input: { title: "One" }) { ... on Document { id } }
  two: createDocument(input: { title: "Two" }) { ... on Document { id } }
}`;
const count = `{ documents { totalCount } }`;

test('a mutation that is repeated with its key runs once, and gets the same answer', async () => {
  const { admin } = await makeOrg();
  const answers = await Promise.all([1, 2, 3].map(() => admin.query(write, { title: 'Plan' }, 'key-1')));
  expect(new Set(answers.map(({ data }) => data.createDocument.id)).size).toBe(1);
  expect((await admin.query(count)).data.documents.totalCount).toBe(1);
});

test('another input with the same key is refused with a code, and nothing is done', async () => {
  const { admin } = await makeOrg();
  await admin.query(write, { title: 'Plan' }, 'key-1');
  const { errors } = await admin.query(write, { title: 'Another' }, 'key-1');
  expect(errors).toMatchObject([
    { path: ['createDocument'], extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
  ]);
  expect((await admin.query(count)).data.documents.totalCount).toBe(1);
});

test('each mutation of a request is stored separately under the key', async () => {
  const { admin } = await makeOrg();
  const first = await admin.query(twice, {}, 'key-1');
  expect((await admin.query(twice, {}, 'key-1')).data).toEqual(first.data);
  expect(first.data.one.id).not.toBe(first.data.two.id);
  expect((await admin.query(count)).data.documents.totalCount).toBe(2);
});

test('keys of different users and organizations are independent', async () => {
  const [one, other] = await Promise.all([makeOrg(), makeOrg()]);
  const grace = await one.client(['member'], '0000000f-0000-4000-8000-00000000000f');
  const clients = [one.admin, grace, other.admin];
  const answers = await Promise.all(clients.map((client) => client.query(write, { title: 'Plan' }, 'key-1')));
  expect(new Set(answers.map(({ data }) => data.createDocument.id)).size).toBe(3);
});

test('a key that a header cannot carry is refused', async () => {
  const { admin } = await makeOrg();
  const answer = await admin.query(write, { title: 'Plan' }, 'x'.repeat(201));
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
});
