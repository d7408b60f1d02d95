import { assertionHeader } from '@nimbusvault/runtime/assertion';
import type { Assert } from './assertions.ts';
import type { RequestContext } from '../executor/requestContext.ts';

/** How the gateway deals with its subgraphs: what tells them who asks, and whether clients may read all of their errors. */
export interface SubgraphPolicy {
  /** The headers by which a subgraph knows the caller: who are the same get the same. */
  headersFor(subgraph: string, context: RequestContext): Promise<Readonly<Record<string, string>>>;
  /** False where an error without a code of ours is masked. */
  readonly showsErrors: boolean;
}

/** Subgraphs of a vault: they take the gateway's word, and no client reads what was not written for clients. */
export function assertingPolicy(assert: Assert): SubgraphPolicy {
  return {
    headersFor: async (subgraph, { tenant }) => ({ [assertionHeader]: await assert(tenant, subgraph) }),
    showsErrors: false,
  };
}

/** Subgraphs of anybody: they get the client's Authorization as it came, and their errors are shown. */
export const forwardingPolicy: SubgraphPolicy = {
  headersFor: async (_, { authorization }): Promise<Record<string, string>> =>
    authorization === undefined ? {} : { authorization },
  showsErrors: true,
};
