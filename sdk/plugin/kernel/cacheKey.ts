import { parseOrgSlug } from './tenant.ts';

/** A cache key that cannot be shared between orgs: `<org>:<plugin>:<part>:…`, each part percent-encoded. */
export function cacheKey(org: string, plugin: string, ...parts: readonly string[]): string {
  return [parseOrgSlug(org), plugin, ...parts].map(encodeURIComponent).join(':');
}
