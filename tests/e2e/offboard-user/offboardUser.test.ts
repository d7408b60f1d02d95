import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually, type Client, type TestOrg } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const nimbus = fileURLToPath(new URL('../../../sdk/cli/bin/nimbus.mjs', import.meta.url));
const documentQuota = 2;

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault((settings) => ({ ...settings, Core: { documentQuota } }));
});
afterAll(() => vault[Symbol.asyncDispose]());

const write = `mutation ($title: String!) { createDocument(input: { title: $title }) { __typename ... on Document { id } } }`;
const share = `mutation { shareBookmark(input: { targetUrl: "https://example.org", title: "A link" }) { __typename } }`;
const offboard = `mutation ($userId: ID!, $transferTo: ID!) {
  offboardUser(userId: $userId, transferTo: $transferTo) {
    __typename ... on User { username offboardedAt } ... on Conflict { message } ... on NotFound { message }
  }
}`;
const owners = `{ documents { edges { node { owner { username } } } } }`;
const sharers = `{ sharedBookmarks(first: 100) { edges { node { sharedBy { username } } } } }`;

interface Cast {
  readonly org: TestOrg;
  readonly ada: Client;
  readonly grace: Client;
}

/** The users ada and grace; grace has this many documents and a link. */
async function cast(documents: number): Promise<Cast> {
  const org = await vault.makeOrg();
  const ada = org.admin;
  const joined = await ada.query(
    `mutation { createUser(input: { username: "grace" }) { ... on User { id } } }`,
  );
  const grace = await org.client(['member'], joined.data.createUser.id);
  for (let count = 0; count < documents; count += 1) await grace.query(write, { title: `Plan ${count}` });
  await grace.query(share);
  return { org, ada, grace };
}

async function ownersOf({ ada }: Cast): Promise<readonly string[]> {
  const { data } = await ada.query(owners);
  return data.documents.edges.map(
    (edge: { node: { owner: { username: string } } }) => edge.node.owner.username,
  );
}

async function sharersOf({ ada }: Cast): Promise<readonly string[]> {
  const { data } = await ada.query(sharers);
  return data.sharedBookmarks.edges.map(
    (edge: { node: { sharedBy: { username: string } } }) => edge.node.sharedBy.username,
  );
}

async function offboardGrace({ ada, grace }: Cast, key?: string) {
  return ada.query(offboard, { userId: grace.userId, transferTo: ada.userId }, key);
}

test('the objects of a user are transferred to another, in core and in the participant', async () => {
  const people = await cast(2);
  const { data } = await offboardGrace(people);
  expect(data.offboardUser).toMatchObject({ __typename: 'User', username: 'grace' });
  expect(data.offboardUser.offboardedAt).toMatch(/^20/);
  expect(await ownersOf(people)).toEqual(['ada', 'ada']);
  expect(await sharersOf(people)).toEqual(['ada']);
  const again = await offboardGrace(people);
  expect(again.data.offboardUser).toMatchObject({ __typename: 'NotFound' });
});

/** The code with which somebody's requests are refused as a whole, if they are. */
async function refusalOf({ grace }: Cast): Promise<string | undefined> {
  const { data, errors } = await grace.query('{ viewer { username } }');
  return data?.viewer ? undefined : errors?.[0]?.extensions.code;
}

test('whoever leaves is refused by the gateway within a second, and what they made meanwhile is transferred', async () => {
  const people = await cast(0);
  const leaving = offboardGrace(people);
  const shared = Promise.all(Array.from({ length: 20 }, () => people.grace.query(share)));
  expect((await leaving).data.offboardUser).toMatchObject({ __typename: 'User' });
  await eventually(async () => (await refusalOf(people)) === 'ACCESS_REVOKED', 1_000);
  const made = (await shared).filter(({ data }) => data?.shareBookmark).length;
  expect(await sharersOf(people)).toEqual(Array.from({ length: made + 1 }, () => 'ada'));
  expect((await people.grace.query(share)).status).toBe(401);
});

test('if the new owner would have too many documents, the changes of the plugin are undone', async () => {
  const people = await cast(2);
  await people.ada.query(write, { title: 'One of ada’s' });
  const { data } = await offboardGrace(people);
  expect(data.offboardUser).toMatchObject({ __typename: 'Conflict' });
  expect(data.offboardUser.message).toContain('would have 3 documents in use, but may have 2');
  expect((await ownersOf(people)).toSorted()).toEqual(['ada', 'grace', 'grace']);
  expect(await sharersOf(people)).toEqual(['grace']);
  await eventually(async () => (await refusalOf(people)) === undefined, 1_000);
  expect((await people.grace.query(share)).data.shareBookmark).toMatchObject({
    __typename: 'SharedBookmark',
  });
});

test('a document is transferred to another user, within their quota', async () => {
  const people = await cast(0);
  const transfer = `mutation ($id: ID!, $toUserId: ID!) { transferDocument(id: $id, toUserId: $toUserId) {
    __typename ... on Document { owner { username } } ... on Conflict { message } } }`;
  const documents = [1, 2, 3].map(() => people.ada.query(write, { title: 'Plan' }));
  const results = (await Promise.all(documents)).map(({ data }) => data.createDocument);
  const ids = results.flatMap(({ id }) => (id ? [id] : []));
  const give = (id: string) => people.ada.query(transfer, { id, toUserId: people.grace.userId });
  expect((await give(ids[0])).data.transferDocument).toEqual({
    __typename: 'Document',
    owner: { username: 'grace' },
  });
  expect((await give(ids[0])).data.transferDocument).toMatchObject({ __typename: 'Conflict' });
});

test('if a plugin is down, nothing is half done and the run can be retried later', async () => {
  const people = await cast(1);
  await vault.stack.stopProcess('Bookmarks');
  const { errors } = await offboardGrace(people, 'leave-1');
  const saga = errors?.[0]?.extensions.saga;
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'SAGA_UNFINISHED' }, path: ['offboardUser'] });
  expect(errors?.[0]?.message).toContain('Bookmarks did not answer');
  await vault.stack.startProcess('Bookmarks');
  const story = async () => {
    const env = { ...process.env, NIMBUS_STATE: vault.stack.stateDir };
    const shown = promisify(execFile)(process.execPath, [nimbus, 'saga', 'show', saga?.id ?? ''], { env });
    return (await shown).stdout;
  };
  const status = 'query ($id: ID!) { saga(id: $id) { status } }';
  const isCompensated = async () =>
    (await people.ada.query(status, { id: saga?.id })).data.saga.status === 'COMPENSATED';
  await eventually(isCompensated, 20_000);
  expect(await story()).toMatch(/stopped +by let-plugins-follow \(Bookmarks\): Bookmarks did not answer/);
  expect(await story()).toMatch(/undone +20.* let-plugins-follow \(Bookmarks\) undone in \d+ ms/);
  expect(await sharersOf(people)).toEqual(['grace']);
  expect(await ownersOf(people)).toEqual(['grace']);
  const later = await offboardGrace(people, 'leave-2');
  expect(later.data.offboardUser).toMatchObject({ __typename: 'User' });
});
