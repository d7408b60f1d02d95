import { connection, type ListArgs, type Vault, type VaultUser } from '@nimbusvault/sdk';
import { viewUser } from './helpers.ts';
import { users } from './service.ts';

interface UserFilter {
  readonly username?: string | null;
}

/** By username; all users of the organization, or the one of that name. */
export async function listUsers({ username }: UserFilter, asked: ListArgs, vault: Vault) {
  const where = { username: username ?? undefined };
  const rows = await users.filter({ asked, where, orderBy: { username: 'asc' } }, vault);
  return connection(rows, viewUser);
}

export async function findUser(id: string, vault: Vault) {
  const user = await users.get(id, vault);
  return user && viewUser(user);
}

/** Returns the user of the token, or null if no user of the organization has its id. */
export async function findViewer(vault: Vault) {
  return vault.userId === null ? null : findUser(vault.userId, vault);
}

/** The actor, in words. A username can be assigned to somebody else later: therefore the id stands beside it. */
export async function nameOfActor(vault: Vault): Promise<string> {
  const user = await findViewer(vault);
  const person = user ? `${user.username} (${user.id})` : vault.userId;
  if (vault.service) return `the plugin ${vault.service}${person ? ` for ${person}` : ''}`;
  return person ?? 'nobody';
}

/** Returns the user of a username, to issue a token for; a user who is leaving, or has left, is not found. */
export async function identifyUser(username: string, vault: Vault): Promise<VaultUser | null> {
  const user = await users.get({ username, leavingTo: null, offboardedAt: null }, vault);
  return user && { id: user.id, roles: [user.role] };
}

/** The runs, over or not, that offboard users whose property goes to this one. */
export async function runsOfLeaversTo(userId: string, vault: Vault): Promise<readonly string[]> {
  const { rows } = await users.filter(
    { where: { leavingTo: userId, offboardedAt: null }, first: 100 },
    vault,
  );
  return rows.flatMap(({ leavingIn }) => leavingIn ?? []);
}
