import { signAssertion, type AssertionKey } from '@nimbusvault/sdk/assertion';
import type { Tenant } from '@nimbusvault/sdk/kernel';

const reuseMilliseconds = 30_000;
const mostKept = 10_000;

/** Signs who acts for one subgraph. */
export type Assert = (tenant: Tenant, subgraph: string) => Promise<string>;

interface Kept {
  readonly assertion: Promise<string>;
  readonly until: number;
}

/** Signs with `key`, and gives the same tenant the same assertion again for 30 s: half of its life. */
export function createAssert(key: AssertionKey): Assert {
  const kept = new Map<string, Kept>();
  return (tenant, subgraph) => {
    const id = [subgraph, tenant.org, tenant.userId ?? '', ...tenant.roles].join(' ');
    const known = kept.get(id);
    if (known && known.until > Date.now()) return known.assertion;
    const assertion = signAssertion(tenant, subgraph, key);
    keep(kept, id, { assertion, until: Date.now() + reuseMilliseconds });
    return assertion;
  };
}

function keep(kept: Map<string, Kept>, id: string, entry: Kept): void {
  const oldest = kept.keys().next();
  if (kept.size >= mostKept && !oldest.done) kept.delete(oldest.value);
  kept.delete(id);
  kept.set(id, entry);
}
