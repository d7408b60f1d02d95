import {
  defineContext,
  entityCreated,
  entityUpdated,
  isUnderWay,
  VaultError,
  type Role,
  type Vault,
} from '@nimbusvault/sdk';
import { putOnRecord } from '../audit/mutations.ts';
import { changedMeanwhile, conflict, notFound } from '../common/helpers.ts';
import { organizations } from '../organizations/service.ts';
import type { User } from '../../entities/User.ts';
import { ChangeUserRoleInput, CreateUserInput, UserView, viewUser } from './helpers.ts';
import { users } from './service.ts';

interface NewUser {
  readonly organizationId: string;
  readonly username: string;
  readonly role: Role;
}

/** The author of adding or removing a user, if it is not the vault's user, and the reason. */
interface Said {
  readonly by?: string | null | undefined;
  readonly reason?: string | null | undefined;
}

/** Adds a user of that role within the open step; a conflict if the username is taken. */
export async function addUser(newUser: NewUser, { by, reason }: Said, vault: Vault) {
  const { username, role } = newUser;
  if (await users.get({ username }, vault)) return conflict(`The username "${username}" is taken.`);
  const user = await users.create(newUser, vault);
  entityCreated.fire({ entityType: 'User', entityId: user.id }, vault);
  await putOnRecord({ ...created(user.id), by, reason, details: { username, role } }, vault);
  return { user: viewUser(user) };
}

/** Removes, within an undo, the user that `addUser` has added. */
export async function removeAddedUser(id: string, { by, reason }: Said, vault: Vault): Promise<void> {
  await users.delete(id, vault);
  await putOnRecord({ ...created(id), by, reason, outcome: 'undone' }, vault);
}

function created(subjectId: string) {
  return { action: 'user.created', subjectType: 'User', subjectId };
}

const joining = defineContext({ input: CreateUserInput, user: UserView });

const insertMember = joining.step({
  name: 'insert-member',
  reads: ['input'],
  writes: ['user'],
  async forward({ input: { username, reason } }, vault) {
    const organization = await organizations.get({}, vault);
    if (!organization) throw noOrganization(vault);
    return addUser({ username, role: 'member', organizationId: organization.id }, { reason }, vault);
  },
  async rollback({ input: { reason }, user }, vault) {
    await removeAddedUser(user.id, { reason }, vault);
  },
});

export const createUser = joining
  .workflow('create-user')
  .step(insertMember)
  .result(({ user }) => user);

const changing = defineContext({ input: ChangeUserRoleInput, user: UserView });

const changeRole = changing.step({
  name: 'change-role',
  reads: ['input'],
  writes: ['user'],
  async forward({ input: { userId: id, role, reason } }, vault) {
    const user = await users.get({ id }, vault);
    if (!user) return notFound('user');
    if (user.offboardedAt) return conflict(`${user.username} has left the organization.`);
    if (user.leavingTo) return leaving(user);
    if (user.role === role) return conflict(`${user.username} already has the role "${role}".`);
    const last = await refuseLastAdmin(id, vault);
    if (last) return last;
    const changed = await users.update({ id, role: user.role, leavingTo: null }, { role }, vault);
    if (!changed) return changedMeanwhile('user');
    entityUpdated.fire({ entityType: 'User', entityId: id }, vault);
    await putOnRecord({ ...roleChanged(id, user.role, role), reason }, vault);
    return { user: viewUser(changed) };
  },
  async rollback({ input: { userId: id, role, reason } }, vault) {
    const before = role === 'admin' ? 'member' : 'admin';
    if (!(await users.update({ id, role }, { role: before }, vault))) return;
    await putOnRecord({ ...roleChanged(id, before, role), reason, outcome: 'undone' }, vault);
  },
});

function roleChanged(subjectId: string, from: Role, to: Role) {
  return { action: 'user.role-changed', subjectType: 'User', subjectId, details: { from, to } };
}

export const changeUserRole = changing
  .workflow('change-user-role')
  .step(changeRole)
  .result(({ user }) => user);

/**
 * Locks users until the open transaction ends, in the order of their ids, so that no two transactions wait for one another.
 * Returns those who have not left, by id.
 */
export async function holdUsers(ids: readonly string[], vault: Vault): Promise<ReadonlyMap<string, User>> {
  const held = new Map<string, User>();
  for (const id of [...new Set(ids)].toSorted()) {
    // An update that changes nothing: it takes the row's lock.
    const user = await users.update({ id, offboardedAt: null }, { offboardedAt: null }, vault);
    if (user) held.set(id, user);
  }
  return held;
}

/** A conflict if one of these users is being offboarded. An offboarding that an operator has closed counts no more. */
export async function refuseLeaver(people: ReadonlyMap<string, User>, vault: Vault) {
  for (const user of people.values())
    if (user.leavingIn && (await isUnderWay(user.leavingIn, vault))) return leaving(user);
  return undefined;
}

export function leaving({ username }: User) {
  return conflict(`${username} is leaving the organization.`);
}

/** A conflict if this user is the only admin. Until the transaction ends nobody else can remove an admin. */
export async function refuseLastAdmin(id: string, vault: Vault) {
  const admin = { role: 'admin', leavingTo: null } as const;
  // An update that changes nothing: it takes the lock of each admin, and counts them.
  if ((await users.bulkUpdate(admin, { role: 'admin' }, vault)) > 1) return undefined;
  const last = await users.get({ ...admin, id }, vault);
  return last
    ? conflict(`${last.username} is the last admin. Make somebody else an admin first.`)
    : undefined;
}

function noOrganization({ org }: Vault): VaultError {
  return new VaultError(
    'NOT_FOUND',
    `The organization "${org}" does not exist. Create it with "nimbus org create".`,
  );
}
