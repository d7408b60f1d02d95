import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type Client } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mutate } from '../../support/core.ts';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

const patienceMs = 20_000;

let vault: OwnVault;
beforeAll(async () => {
  vault = await borrowVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Creates a document and a bookmark of it; returns the document's id. */
async function makeBookmarkedDocument(client: Client): Promise<string> {
  const created = await client.query(
    `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`,
  );
  const { id } = created.data.createDocument as { id: string };
  const url = `https://vault.example/entity/${id}`;
  const share = `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "Plan" }) { __typename } }`;
  await client.query(share, { url });
  return id;
}

async function archive(client: Client, id: string): Promise<void> {
  const { data } = await client.query(`mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`, {
    id,
  });
  expect(data.archiveDocument.__typename).toBe('Document');
}

async function countOf(client: Client): Promise<number | undefined> {
  return (await client.query(`{ sharedBookmarks { totalCount } }`)).data?.sharedBookmarks?.totalCount;
}

const wipeStore = () => rmSync(join(vault.stack.stateDir, 'nats', 'jetstream'), { recursive: true });

test('a document archived while the broker is down is published when it is back', async () => {
  const { admin } = await vault.makeOrg();
  const id = await makeBookmarkedDocument(admin);
  await vault.stack.stopProcess('nats');
  await archive(admin, id);
  expect(await countOf(admin)).toBe(1);
  await vault.stack.startProcess('nats');
  await vi.waitFor(async () => expect(await countOf(admin)).toBe(0), patienceMs);
});

test('a document can be deleted while the broker is down, as its question allows', async () => {
  const { admin } = await vault.makeOrg();
  const { id } = await mutate(admin, 'createDocument', { title: 'Over' });
  await vault.stack.stopProcess('nats');
  expect(await mutate(admin, 'deleteDocument', id)).toMatchObject({ __typename: 'Document' });
  await vault.stack.startProcess('nats');
});

test('a broker that restarts without its store receives all messages again', async () => {
  const { admin } = await vault.makeOrg();
  const [told, waiting] = [await makeBookmarkedDocument(admin), await makeBookmarkedDocument(admin)];
  await archive(admin, told);
  await eventually(async () => (await countOf(admin)) === 1);

  await vault.stack.stopProcess('Bookmarks');
  await archive(admin, waiting);
  await eventually(async () => (await unpublished()) === 0);
  await vault.stack.stopProcess('nats');
  wipeStore();
  await vault.stack.startProcess('nats');
  await vault.stack.startProcess('Bookmarks');
  await vi.waitFor(async () => expect(await countOf(admin)).toBe(0), patienceMs);
});

test('a broker that loses its store while the vault runs receives and delivers the messages again', async () => {
  const { admin } = await vault.makeOrg();
  await vault.stack.stopProcess('nats');
  wipeStore();
  await vault.stack.startProcess('nats');
  await archive(admin, await makeBookmarkedDocument(admin));
  await vi.waitFor(async () => expect(await countOf(admin)).toBe(0), patienceMs);
});

test('lost messages of a plugin are published again once core runs, which alone detects the loss', async () => {
  const { admin } = await vault.makeOrg();
  const { id } = await mutate(admin, 'createUser', { username: 'eve' });
  const offboard = `mutation { offboardUser(userId: "${id}", transferTo: "${admin.userId}") { __typename } }`;
  expect((await admin.query(offboard)).data).toEqual({ offboardUser: { __typename: 'User' } });
  await eventually(
    async () => (await sql('select count(*) from bookmarks.outbox where published_at is null')) === 0,
  );
  const saidAgain = `select count(*) from bookmarks.outbox where type like 'reply.%' and published_at > '${new Date().toISOString()}'`;

  await vault.stack.stopProcess('Core');
  await vault.stack.stopProcess('nats');
  wipeStore();
  await vault.stack.startProcess('nats');
  await vault.stack.startProcess('Core');
  await eventually(async () => (await sql(saidAgain)) > 0, patienceMs);
});

test('a message that has expired in the broker is not published again', async () => {
  const { admin } = await vault.makeOrg();
  await archive(admin, await makeBookmarkedDocument(admin));
  await eventually(async () => (await unpublished()) === 0);
  await sql(`update core.outbox set published_at = now() - interval '6 days 23 hours'`);
  const old = `select count(*) from core.outbox where published_at < now() - interval '6 days'`;
  const before = await sql(old);

  await vault.stack.stopProcess('nats');
  wipeStore();
  await vault.stack.startProcess('nats');
  await archive(admin, await makeBookmarkedDocument(admin));
  await vi.waitFor(async () => expect(await countOf(admin)).toBe(0), patienceMs);
  expect(await sql(old)).toBe(before);
});

/** The number of messages that core has not published yet. */
async function unpublished(): Promise<number> {
  return sql(`select count(*) from core.outbox where published_at is null`);
}

/** Runs a statement as the database's owner; returns its count. */
async function sql(text: string): Promise<number> {
  const client = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(text);
  await client.end();
  return Number(rows[0]?.count);
}
