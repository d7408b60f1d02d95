import { z } from 'zod';
import { VaultError } from './errors.ts';

/** The requirement of a mutation on its caller; `admin` can do all that `member` can. */
export const roles = ['member', 'admin'] as const;

export type Role = (typeof roles)[number];

/** The caller and the organization. `userId` is null without a user, as in the handler of a hook without an actor. */
export interface Tenant {
  readonly org: string;
  readonly userId: string | null;
  readonly roles: readonly Role[];
  /** The scopes of the token, beside the roles; empty if it has none. */
  readonly scopes?: readonly string[];
  /** The plugin that acts by itself, where no user does. */
  readonly service?: string;
}

/** The facts about a tenant beside its org, user and roles. */
export type Beside = Pick<Tenant, 'scopes' | 'service'>;

/** The same of a whole tenant, to be kept as JSON with work that another process may go on with. */
export function besideOf({ scopes, service }: Tenant): Beside {
  return { ...(scopes && { scopes }), ...(service && { service }) };
}

/** So many scopes a tenant has at most. */
export const mostScopes = 50;

const scopePattern = /^[!#-[\]-~]{1,64}$/;

/** True for a scope as OAuth has it, of at most 64 characters: no space, no quote, no backslash. */
export function isScope(value: unknown): value is string {
  return typeof value === 'string' && scopePattern.test(value);
}

/** True where the tenant has every one of the scopes. */
export function hasScopes({ scopes = [] }: Pick<Tenant, 'scopes'>, needed: readonly string[]): boolean {
  return needed.every((scope) => scopes.includes(scope));
}

const orgSlugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** True for a legal org slug: 1 to 63 of a-z, 0-9 and `-`, not starting with `-`. It is safe in subjects, keys and logs. */
export function isOrgSlug(value: unknown): value is string {
  return typeof value === 'string' && orgSlugPattern.test(value);
}

/** Returns the slug, or throws BAD_USER_INPUT. */
export function parseOrgSlug(value: unknown): string {
  if (isOrgSlug(value)) return value;
  throw new VaultError(
    'BAD_USER_INPUT',
    `An org slug has 1 to 63 of a-z, 0-9 and "-", and starts with a letter or digit; got ${JSON.stringify(value)}.`,
  );
}

/** The id of a user: a UUID with a version and a variant, as zod and the columns that keep it want it. */
export const userIdSchema = z.uuid();

/** True where one of the tenant's roles includes the needed one. */
export function hasRole(tenant: Pick<Tenant, 'roles'>, needed: Role): boolean {
  return tenant.roles.some((role) => roles.indexOf(role) >= roles.indexOf(needed));
}
