import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackState, type StackState } from '@nimbusvault/vault';
import { eventually, type Client, type TestOrg } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

const log = `{ auditLog(first: 50) { edges { node {
  at by action outcome subjectType subjectId reason details actor { username } } } } }`;
const joining = `mutation { createUser(input: { username: "grace", reason: "a new colleague" }) { ... on User { id role } } }`;
const change = `mutation ($userId: ID!, $role: Role!, $reason: String!) {
  changeUserRole(input: { userId: $userId, role: $role, reason: $reason }) {
    __typename ... on User { username role } ... on Conflict { message } } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await borrowVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

function stackState(): StackState {
  return readStackState(vault.stack.stateDir);
}

interface Entry {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly outcome: string;
  readonly subjectId: string;
  readonly reason: string | null;
}

/** The output of `nimbus audit --json`. */
async function audited(...args: readonly string[]): Promise<readonly Entry[]> {
  const ran = await vault.nimbus('audit', '--json', ...args);
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.stdout) as readonly Entry[];
}

const inShort = ({ action, outcome, by, reason }: Entry) => `${action} ${outcome} ${by}: ${reason}`;

async function entriesOf(client: Client): Promise<readonly Entry[]> {
  const { data } = await client.query(log);
  return data.auditLog.edges.map(({ node }: { node: Entry }) => node);
}

/** grace joins, and ada makes her an admin. */
async function promote({ admin }: TestOrg): Promise<string> {
  const { id: userId } = (await admin.query(joining)).data.createUser;
  const { data } = await admin.query(change, { userId, role: 'ADMIN', reason: 'ada is away in May' });
  expect(data.changeUserRole).toEqual({ __typename: 'User', username: 'grace', role: 'ADMIN' });
  return userId;
}

test('a change of role is in the audit log of its organization, with actor, time and reason, for its admins', async () => {
  const [org, other] = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  const grace = await promote(org);
  const [entry] = await entriesOf(org.admin);
  expect(entry).toEqual({
    at: expect.stringMatching(/^20.*Z$/),
    by: `ada (${org.admin.userId})`,
    actor: { username: 'ada' },
    action: 'user.role-changed',
    outcome: 'DONE',
    subjectType: 'User',
    subjectId: grace,
    reason: 'ada is away in May',
    details: expect.stringContaining('"from":"member"'),
  });
  expect((await entriesOf(other.admin)).map(({ action }) => action)).toEqual([
    'user.created',
    'organization.created',
  ]);
  const foreign = await other.admin.query(change, { userId: grace, role: 'MEMBER', reason: 'mine' });
  expect(foreign.data.changeUserRole).toEqual({ __typename: 'NotFound' });
  const member = await org.client(['member'], grace);
  const asked = [
    await member.query(log),
    await member.query(change, { userId: grace, role: 'MEMBER', reason: 'x' }),
  ];
  expect(asked.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const { stdout: token } = await vault.nimbus('token', '--org', org.slug, '--user', 'grace');
  const [, claims = ''] = token.split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ roles: ['admin'] });
  expect((await audited('--org', org.slug)).map(inShort)).toEqual([
    `user.role-changed done ada (${org.admin.userId}): ada is away in May`,
    `user.created done ada (${org.admin.userId}): a new colleague`,
    'user.created done nobody: null',
    'organization.created done nobody: null',
  ]);
});

test('the database account of core cannot change or delete audit entries, or see those of other organizations', async () => {
  const org = await vault.makeOrg();
  const core = new pg.Client({ connectionString: stackState().subgraphs['Core']?.databaseUrl });
  await core.connect();
  const count = async () => (await core.query('select 1 from audit_entry')).rowCount;
  expect(await count()).toBe(0);
  await core.query(`select set_config('vault.org', $1, false)`, [org.slug]);
  await core.query('grant update, delete on audit_entry to vault_core'); // PostgreSQL only warns that this grants nothing
  const forbidden = [
    `update audit_entry set reason = 'none'`,
    'delete from audit_entry',
    'truncate audit_entry',
    'alter table audit_entry no force row level security',
    'drop table audit_entry',
  ];
  for (const sql of forbidden)
    await expect(core.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  expect(await count()).toBe(2);
  await core.end();
});

test("an operator's actions in an organization are in its audit log, with their outcomes", async () => {
  const reason = ['--by', 'root', '--reason', 'a customer'];
  expect(await vault.nimbus('org', 'create', 'initech', '--admin', 'peter', ...reason)).toMatchObject({
    code: 0,
  });
  expect((await audited('--org', 'initech')).map(inShort)).toEqual([
    'user.created done root: a customer',
    'organization.created done root: a customer',
  ]);
  const { slug, admin } = await vault.makeOrg();
  const runs = await vault.nimbus('saga', 'list', '--org', slug, '--json');
  const [{ id }] = JSON.parse(runs.stdout) as [{ id: string }];
  const retried = await vault.nimbus('saga', 'retry', id, '--by', 'root', '--reason', 'to see');
  expect(retried).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not stuck: it is completed'),
  });
  const retry = `mutation ($id: ID!) { retrySaga(id: $id, reason: "me too") { __typename } }`;
  expect((await admin.query(retry, { id })).data.retrySaga).toEqual({ __typename: 'Conflict' });
  const ada = `ada (${admin.userId})`;
  expect((await audited('--org', slug)).slice(0, 4).map(inShort)).toEqual([
    `saga.retried refused ${ada}: me too`,
    `saga.retried attempted ${ada}: me too`,
    'saga.retried refused root: to see',
    'saga.retried attempted root: to see',
  ]);
  expect((await vault.nimbus('audit', '--org', slug)).stdout).toMatch(
    new RegExp(
      `^AT +BY +DID +OUTCOME +TO +WHY\n20\\S+Z +${ada.replaceAll(/[()]/g, String.raw`\$&`)} +saga.retried +refused +Saga ${id} +me too \\(${id} is not stuck`,
    ),
  );
});

test('replays of dead letters, one or all of a plugin, are in the audit logs of their organizations', async () => {
  const orgs = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  for (const { slug } of orgs) await sayPoison(slug);
  const list = async () => {
    const { stdout } = await vault.nimbus('dlq', 'list', '--json');
    return JSON.parse(stdout) as { id: string; org: string; state: string }[];
  };
  const dead = async () => (await list()).filter(({ state }) => state === 'dead');
  await eventually(async () => (await dead()).length === 2);
  const [letter] = await dead();
  const said = ['--by', 'grace', '--reason', 'mended'];
  expect(await vault.nimbus('dlq', 'replay', letter?.id ?? '', ...said)).toMatchObject({ code: 0 });
  expect((await audited('--org', letter?.org ?? ''))[0]).toMatchObject({
    action: 'dead-letter.replayed',
    outcome: 'attempted',
    by: 'grace',
    subjectId: letter?.id,
    reason: 'mended',
  });
  await eventually(async () => (await dead()).length === 2);
  const all = await vault.nimbus('dlq', 'replay', '--all', '--plugin', 'Bookmarks', ...said);
  expect(all).toMatchObject({ code: 0, stdout: '{"replayed":2}\n' });
  for (const { slug } of orgs)
    expect((await audited('--org', slug))[0]).toMatchObject({ by: 'grace', subjectId: 'Bookmarks' });
});

/** Lets core publish an invalid message: that a document was archived, without its id. */
async function sayPoison(org: string): Promise<void> {
  const core = new pg.Client({ connectionString: stackState().subgraphs['Core']?.databaseUrl });
  await core.connect();
  await core.query(`select set_config('vault.org', $1, false)`, [org]);
  await core.query(
    `insert into outbox (org, id, subject, type, request_id, data, created_at)
     values ($1, gen_random_uuid(), $2, 'entity.archived.v1', 'poison', '{ "entityType": "document" }', now())`,
    [org, `vault.${org}.hook.entity.archived`],
  );
  await core.end();
}

/** Another address of Bookmarks than a gateway publishes by itself: publishing the same release at that address again changes nothing. */
function placeOfTeam(): string {
  return (stackState().subgraphs['Bookmarks']?.url ?? '').replace('127.0.0.1', 'localhost');
}

test("an operator's actions on the whole vault are in the vault's own audit log, which survives a restart of the broker", async () => {
  const manifest = join(vault.folder, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ one: '{ viewer { username } }' }));
  const by = ['--by', 'grace'];
  const verbs = [
    ['documents', 'publish', manifest, '--client', 'web', ...by, '--reason', 'build 12'],
    ['deactivate', 'Bookmarks', '--yes', ...by, '--reason', 'it moves house'],
    ['activate', 'Bookmarks', '--watch', '0', ...by, '--reason', 'it is back'],
    ['publish', 'Bookmarks', '--url', placeOfTeam(), ...by, '--reason', 'release 7'],
  ];
  for (const verb of verbs) expect(await vault.nimbus(...verb)).toMatchObject({ code: 0 });
  const expected = [
    'plugin.published attempted grace: release 7',
    'plugin.activated attempted grace: it is back',
    'plugin.deactivated attempted grace: it moves house',
    'documents.published attempted grace: build 12',
  ];
  const byGrace = (entries: readonly Entry[]) => entries.filter(({ by: who }) => who === 'grace');
  const entries = await audited();
  expect(byGrace(entries).map(inShort)).toEqual(expected);
  const subjects = byGrace(entries).map(({ subjectId }) => subjectId);
  expect(subjects).toEqual(['Bookmarks', 'Bookmarks', 'Bookmarks', 'web']);
  expect(entries.map(({ at }) => at)).toEqual(
    entries
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(inShort(entries.at(-1) as Entry)).toMatch(/^plugin\.activated attempted nimbus start: /);
  await vault.stack.stopProcess('nats');
  await vault.stack.startProcess('nats');
  expect(byGrace(await audited()).map(inShort)).toEqual(expected);
  const { stdout } = await vault.nimbus('audit');
  expect(stdout).toMatch(
    /^AT +BY .*\n20\S+Z +grace +plugin\.published +attempted +Plugin Bookmarks +release 7$/m,
  );
});
