import { signAssertion, type AssertionKey } from '@nimbusvault/runtime/assertion';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { createRecent } from '../memory/recent.ts';

const reuseMilliseconds = 30_000;
const room = { values: 10_000, characters: 10_000_000 };

/** Signs the caller's identity for one subgraph. */
export type Assert = (tenant: Tenant, subgraph: string) => Promise<string>;

interface Kept {
  readonly assertion: Promise<string>;
  readonly until: number;
}

/** Signs with `key`, and reuses an assertion for the same tenant for 30 s: half its lifetime. */
export function createAssert(key: AssertionKey): Assert {
  const kept = createRecent<Kept>(room);
  return (tenant, subgraph) => {
    const { org, userId, roles, scopes = [], service = '' } = tenant;
    const id = [subgraph, org, userId ?? '', service, roles.join(','), ...scopes].join(' ');
    const known = kept.get(id);
    if (known && known.until > Date.now()) return known.assertion;
    const assertion = signAssertion(tenant, subgraph, key);
    kept.set(id, { assertion, until: Date.now() + reuseMilliseconds });
    return assertion;
  };
}
