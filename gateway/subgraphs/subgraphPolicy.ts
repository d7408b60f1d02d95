import { assertionHeader } from '@nimbusvault/runtime/assertion';
import type { Assert } from './assertions.ts';
import type { RequestContext } from '../executor/requestContext.ts';

/** How the gateway treats its subgraphs: the headers that identify the caller, and whether clients may read all errors. */
export interface SubgraphPolicy {
  /** The headers that identify the caller to a subgraph: the same caller gets the same headers. */
  headersFor(subgraph: string, context: RequestContext): Promise<Readonly<Record<string, string>>>;
  /** False if errors without a public code are masked. */
  readonly showsErrors: boolean;
}

/** Subgraphs of a vault: they trust the gateway's assertion, and clients read only messages that were written for them. */
export function assertingPolicy(assert: Assert): SubgraphPolicy {
  return {
    headersFor: async (subgraph, { tenant }) => ({ [assertionHeader]: await assert(tenant, subgraph) }),
    showsErrors: false,
  };
}

/** Subgraphs outside a vault: they get the client's Authorization unchanged, and their errors are shown. */
export const forwardingPolicy: SubgraphPolicy = {
  headersFor: async (_, { authorization }): Promise<Record<string, string>> =>
    authorization === undefined ? {} : { authorization },
  showsErrors: true,
};
