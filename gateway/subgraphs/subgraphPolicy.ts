import { assertionHeader } from '@nimbusvault/runtime/assertion';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import type { Assert } from './assertions.ts';
import type { RequestContext } from '../executor/requestContext.ts';

/** How the gateway treats its subgraphs: the headers that identify the caller, and whether clients may read all errors. */
export interface SubgraphPolicy {
  /** The headers that identify the caller to a subgraph: the same caller gets the same headers. */
  headersFor(subgraph: string, context: RequestContext): Promise<Readonly<Record<string, string>>>;
  /** The headers of a request for nothing, by which the gateway finds out whether a subgraph trusts it; none if that depends on the client. */
  readonly vouchForProbe?: (subgraph: string) => Promise<Readonly<Record<string, string>>>;
  /** False if errors without a public code are masked. */
  readonly showsErrors: boolean;
}

const nobody: Tenant = { org: 'nimbus-probe', userId: null, roles: [] };

/** Subgraphs of a vault: they trust the gateway's assertion, and clients read only messages that were written for them. */
export function assertingPolicy(assert: Assert): SubgraphPolicy {
  return {
    headersFor: async (subgraph, { tenant }) => ({ [assertionHeader]: await assert(tenant, subgraph) }),
    vouchForProbe: async (subgraph) => ({ [assertionHeader]: await assert(nobody, subgraph) }),
    showsErrors: false,
  };
}

/** Subgraphs outside a vault: they get the client's Authorization unchanged, and their errors are shown. */
export const forwardingPolicy: SubgraphPolicy = {
  headersFor: async (_, { authorization }): Promise<Record<string, string>> =>
    authorization === undefined ? {} : { authorization },
  showsErrors: true,
};
