import { connection, settingsOf, VaultError, type PageArgs, type Vault } from '@nimbusvault/sdk';
import type { settings } from '../../settings.ts';
import { deletions } from '../deletions/service.ts';
import { fillLink, viewEntry } from './helpers.ts';
import { entries } from './service.ts';

const orderBy = { at: 'desc' } as const;
const mostKinds = 50;

interface Asked extends PageArgs {
  readonly entityId?: string | null;
  readonly kinds?: readonly string[] | null;
}

/** The entries of the organization, the newest first. */
export async function listActivity({ entityId, kinds, ...asked }: Asked, vault: Vault) {
  if (kinds && kinds.length > mostKinds)
    throw new VaultError('BAD_USER_INPUT', `"kinds" may have at most ${mostKinds} names.`);
  const where = { ...visibleTo(vault), ...(entityId && { entityId }), ...(kinds && { kind: kinds }) };
  return connection(await entries.filter({ where, orderBy, asked }, vault), viewEntry);
}

/** The entries of one entity or one user. Those of many are read together. */
export async function listActivityOf(
  of: { readonly entityId: string } | { readonly userId: string },
  asked: PageArgs,
  vault: Vault,
) {
  return connection(await entries.filter({ where: visibleTo(vault), of, orderBy, asked }, vault), viewEntry);
}

export async function findEntry(id: string, vault: Vault) {
  const entry = await entries.get(id, vault);
  return entry && (isAdmin(vault) || !entry.isForAdmins) ? viewEntry(entry) : null;
}

interface Subject {
  readonly entityType: string | null;
  readonly entityId: string | null;
}

/** The document of an entry, while it exists. */
export async function documentOf({ entityType, entityId: id }: Subject, vault: Vault) {
  return entityType === 'Document' && id !== null && !(await deletions.get(id, vault)) ? { id } : null;
}

/** The address of the entity of an entry, while it exists. */
export async function linkOf(subject: Subject, vault: Vault): Promise<string | null> {
  const { entityType, entityId: id } = subject;
  if (id === null || operated.includes(entityType ?? '') || (await deletions.get(id, vault))) return null;
  return fillLink(settingsOf<typeof settings>(vault).link, subject);
}

/** Subjects that the frontend has no page of. */
const operated = ['Run', 'DeadLetter'];

function visibleTo(vault: Vault) {
  return isAdmin(vault) ? {} : { isForAdmins: false };
}

function isAdmin({ roles }: Vault): boolean {
  return roles.includes('admin');
}
