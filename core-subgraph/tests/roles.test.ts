import { entityUpdated, runWorkflow, type Vault } from '@nimbusvault/sdk';
import { openInMemory, startPlugin, testWorkflow, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newestAuditEntries } from '../bll/audit/queries.ts';
import { auditEntries } from '../bll/audit/service.ts';
import { offboardUser } from '../bll/offboarding/mutations.ts';
import { createOrganization } from '../bll/organizations/mutations.ts';
import { changeUserRole, createUser } from '../bll/users/mutations.ts';
import { users } from '../bll/users/service.ts';
import { Core } from '../Core.ts';

const unknown = '00000000-0000-4000-8000-00000000dead';

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Core);
});
afterAll(() => plugin[Symbol.asyncDispose]());

const memory = openInMemory(Core);

interface Cast {
  readonly vault: Vault;
  readonly ada: string;
  readonly grace: string;
}

/** An organization with ada, its admin and the caller, and grace. */
async function cast(vault: Vault): Promise<Cast> {
  const { admin } = (await runWorkflow(createOrganization, { adminUsername: 'ada', by: 'root' }, vault)) as {
    admin: { id: string };
  };
  const acting = { ...vault, userId: admin.id };
  const { id } = (await runWorkflow(createUser, { username: 'grace' }, acting)) as { id: string };
  return { vault: acting, ada: admin.id, grace: id };
}

const change = (userId: string, role: string, { vault }: Cast) =>
  runWorkflow(changeUserRole, { userId, role, reason: 'ada is away' }, vault);

describe.each<[string, (org: string) => Vault]>([
  ['in PostgreSQL', (org) => plugin.opened.vaultFor(org)],
  ['in memory', (org) => memory.vaultFor({ org, userId: null, roles: ['admin'] })],
])('%s', (_, vaultFor) => {
  test('a role is changed, announced, and recorded with author, time and reason', async () => {
    const people = await cast(vaultFor('changed'));
    const input = { userId: people.grace.toUpperCase(), role: 'ADMIN', reason: ' ada is away ' };
    const { answer, fired } = await testWorkflow(changeUserRole, { input, vault: people.vault });
    expect(answer).toMatchObject({ id: people.grace, role: 'admin' });
    expect(fired).toMatchObject([
      { hook: entityUpdated.name, payload: { entityType: 'User', entityId: people.grace } },
    ]);
    const [changed, ...before] = await newestAuditEntries(people.vault);
    expect(changed).toMatchObject({
      by: `ada (${people.ada})`,
      actorId: people.ada,
      action: 'user.role-changed',
      outcome: 'done',
      subjectType: 'User',
      subjectId: people.grace,
      reason: 'ada is away',
      details: { from: 'member', to: 'admin' },
    });
    expect(before.map(({ action, by }) => `${action} by ${by}`)).toEqual([
      `user.created by ada (${people.ada})`,
      'user.created by root',
      'organization.created by root',
    ]);
  });

  test('a plugin is named, and the user whom it acts for too', async () => {
    const people = await cast(vaultFor('served'));
    const serving = { ...people.vault, userId: null, service: 'Payroll' };
    await change(people.grace, 'ADMIN', { ...people, vault: serving });
    const [changed] = await newestAuditEntries(people.vault);
    expect(changed).toMatchObject({ by: 'the plugin Payroll', actorId: null, subjectId: people.grace });
    const forAda = { ...people.vault, service: 'Payroll' };
    await change(people.grace, 'MEMBER', { ...people, vault: forAda });
    const [changedBack] = await newestAuditEntries(people.vault);
    expect(changedBack).toMatchObject({
      by: `the plugin Payroll for ada (${people.ada})`,
      actorId: people.ada,
    });
  });

  test('an invalid change is refused, and not recorded', async () => {
    const people = await cast(vaultFor('refused'));
    expect(await change(unknown, 'MEMBER', people)).toMatchObject({ __typename: 'NotFound' });
    const unreasoned = runWorkflow(
      changeUserRole,
      { userId: people.grace, role: 'ADMIN', reason: ' ' },
      people.vault,
    );
    expect(await unreasoned).toMatchObject({ __typename: 'InvalidInput', path: ['reason'] });
    expect(await change(people.grace, 'OWNER', people)).toMatchObject({
      __typename: 'InvalidInput',
      path: ['role'],
    });
    expect(await change(people.grace, 'MEMBER', people)).toMatchObject({
      __typename: 'Conflict',
      message: 'grace already has the role "member".',
    });
    await users.update(people.grace, { offboardedAt: new Date() }, people.vault);
    expect(await change(people.grace, 'ADMIN', people)).toMatchObject({
      __typename: 'Conflict',
      message: 'grace has left the organization.',
    });
    expect(await newestAuditEntries(people.vault)).toHaveLength(3);
  });

  test('an organization keeps an admin', async () => {
    const people = await cast(vaultFor('kept'));
    const last = {
      __typename: 'Conflict',
      message: 'ada is the last admin. Make somebody else an admin first.',
    };
    expect(await change(people.ada, 'MEMBER', people)).toMatchObject(last);
    const leaving = { userId: people.ada, transferTo: people.grace };
    expect(await runWorkflow(offboardUser, leaving, people.vault)).toMatchObject(last);
    await change(people.grace, 'ADMIN', people);
    expect(await change(people.ada, 'MEMBER', people)).toMatchObject({ role: 'member' });
  });

  test('an undone change is recorded as undone', async () => {
    const people = await cast(vaultFor('undone'));
    const input = { userId: people.grace, role: 'ADMIN', reason: 'ada is away' };
    await testWorkflow(changeUserRole, { input, vault: people.vault, failAfter: 'change-role' });
    expect(await users.get(people.grace, people.vault)).toMatchObject({ role: 'member' });
    const outcomes = (await newestAuditEntries(people.vault)).map(({ outcome }) => outcome);
    expect(outcomes.slice(0, 2)).toEqual(['undone', 'done']);
  });
});

test('if all admins step down at once, one stays', async () => {
  const people = await cast(plugin.opened.vaultFor('stampede'));
  const crowd = Array.from({ length: 6 }, async (__, number) => {
    const { id } = (await runWorkflow(createUser, { username: `admin-${number}` }, vaultOf(people))) as {
      id: string;
    };
    await change(id, 'ADMIN', { ...people, vault: vaultOf(people) });
    return id;
  });
  const admins = [people.ada, ...(await Promise.all(crowd))];
  const answers = await Promise.all(
    admins.map((id) => change(id, 'MEMBER', { ...people, vault: vaultOf(people) })),
  );
  const refused = answers.filter((answer) => '__typename' in answer);
  expect(refused).toMatchObject([{ __typename: 'Conflict' }]);
  const left = await users.filter({ where: { role: 'admin' } }, people.vault);
  expect(left.rows).toHaveLength(1);
});

/** A vault of a request of its own. */
function vaultOf({ vault: { userId, org } }: Cast): Vault {
  return { ...plugin.opened.vaultFor(org), userId };
}

test('nobody changes or deletes an entry of the audit log', async () => {
  const { vault } = await cast(plugin.opened.vaultFor('sealed'));
  const [entry] = await newestAuditEntries(vault);
  const id = entry?.id ?? '';
  await expect(auditEntries.update(id, { by: 'nobody' }, vault)).rejects.toThrow(/permission denied/);
  await expect(auditEntries.delete(id, vault)).rejects.toThrow(/permission denied/);
  expect(await newestAuditEntries(vault)).toHaveLength(3);
});

test('admins read the log of their organization in pages; others do not', async () => {
  const people = await cast(plugin.opened.vaultFor('read'));
  await change(people.grace, 'ADMIN', people);
  const admin = { org: 'read', userId: people.ada, roles: ['admin'] } as const;
  const log = `query ($after: String) { auditLog(first: 3, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node {
      action outcome by actor { username role } subjectType subjectId reason details requestId at } } } }`;
  const { data } = await plugin.query(admin, log);
  const { totalCount, edges, pageInfo } = data.auditLog;
  expect([totalCount, edges.length, pageInfo.hasNextPage]).toEqual([4, 3, true]);
  expect(edges[0].node).toMatchObject({
    action: 'user.role-changed',
    outcome: 'DONE',
    actor: { username: 'ada', role: 'ADMIN' },
    details: '{"to":"admin","from":"member"}',
    reason: 'ada is away',
  });
  const found = `query ($filter: AuditEntryFilter!) {
    auditLog(filter: $filter, orderBy: [{ field: AT }]) { edges { node { action } } } }`;
  const actions = async (filter: object) => {
    const answer = await plugin.query(admin, found, { filter });
    return answer.data.auditLog.edges.map(({ node }: { node: { action: string } }) => node.action);
  };
  const bySubject = { subjectType: { eq: 'User' }, subjectId: { eq: people.grace } };
  expect(await actions(bySubject)).toEqual(['user.created', 'user.role-changed']);
  expect(await actions({ actorId: { eq: people.ada }, action: { eq: 'user.created' } })).toEqual([
    'user.created',
  ]);
  const { at } = edges[0].node as { at: string };
  expect(await actions({ at: { lt: at }, action: { in: ['user.role-changed'] } })).toEqual([]);
  const rest = await plugin.query(admin, log, { after: pageInfo.endCursor });
  expect(rest.data.auditLog.edges).toMatchObject([{ node: { action: 'organization.created', actor: null } }]);
  const { errors } = await plugin.query({ ...admin, roles: ['member'] }, log);
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  const stranger = await plugin.query({ ...admin, org: 'globex' }, log);
  expect(stranger.data.auditLog).toMatchObject({ totalCount: 0, edges: [] });
});
