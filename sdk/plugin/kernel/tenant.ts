import { z } from 'zod';
import { VaultError } from './errors.ts';

/** The role that a mutation requires; `admin` can do everything that `member` can. */
export const roles = ['member', 'admin'] as const;

export type Role = (typeof roles)[number];

/** The caller and the organization. `userId` is null without a user, for instance in the handler of a hook without an actor. */
export interface Tenant {
  readonly org: string;
  readonly userId: string | null;
  readonly roles: readonly Role[];
  /** The scopes of the token, beside the roles; empty if it has none. */
  readonly scopes?: readonly string[];
  /** The plugin that acts on its own behalf, where no user does. */
  readonly service?: string;
}

/** The properties of a tenant other than its org, user and roles. */
export type Beside = Pick<Tenant, 'scopes' | 'service'>;

/** A whole tenant, to be stored as JSON with work that another process may continue. */
export function besideOf({ scopes, service }: Tenant): Beside {
  return { ...(scopes && { scopes }), ...(service && { service }) };
}

/** The maximum number of scopes of a tenant. */
export const mostScopes = 50;

const scopePattern = /^[!#-[\]-~]{1,64}$/;

/** True for an OAuth scope of at most 64 characters: no space, no quote, no backslash. */
export function isScope(value: unknown): value is string {
  return typeof value === 'string' && scopePattern.test(value);
}

/** True if the tenant has every one of the scopes. */
export function hasScopes({ scopes = [] }: Pick<Tenant, 'scopes'>, needed: readonly string[]): boolean {
  return needed.every((scope) => scopes.includes(scope));
}

const orgSlugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** True for a valid org slug: 1 to 63 of a-z, 0-9 and `-`, not starting with `-`. It is safe in subjects, keys and logs. */
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

/** The id of a user: a UUID with a version and a variant, as zod and the uuid columns require it. */
export const userIdSchema = z.uuid();

/** True if one of the tenant's roles includes the required one. */
export function hasRole(tenant: Pick<Tenant, 'roles'>, needed: Role): boolean {
  return tenant.roles.some((role) => roles.indexOf(role) >= roles.indexOf(needed));
}
