import type { EntityCounts } from './queryPlan.ts';
import type { Json } from '../operation/json.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

/** An error in a subgraph's answer: no part of it is trusted. */
export interface SubgraphError {
  readonly message?: unknown;
  readonly path?: unknown;
  readonly extensions?: unknown;
}

export interface SubgraphAnswer {
  readonly data: Json | null;
  readonly errors: readonly SubgraphError[];
}

/** The subgraph that answered, and whether clients may read its errors. */
export interface Origin {
  readonly name: string;
  readonly policy: { readonly showsErrors: boolean };
}

/** The request to a subgraph: its body, as JSON text. */
export interface SubgraphRequest {
  readonly body: string;
  readonly isMutation: boolean;
}

/** A subgraph that can be called; `ask` throws a VaultError if there is no answer. */
export interface Subgraph extends Origin {
  ask(request: SubgraphRequest, context: RequestContext): Promise<SubgraphAnswer>;
}

/** A subgraph whose connections stay open until it is released. */
export interface OpenSubgraph extends Subgraph {
  /** Closes it once the requests in flight have ended: no plan calls it any more. */
  release(): void;
}

/** One operation in flight: the data fetched so far, and the errors. */
export interface Execution {
  readonly data: Json;
  /** As the client sent them; defaults are part of the requests to subgraphs. */
  readonly variables: Json;
  readonly context: RequestContext;
  readonly errors: ShownError[];
  /** Objects whose entity a subgraph does not have. */
  readonly gone: Set<Json>;
  /** True once an object hangs at several places: such objects are visited and written once. */
  sharing: boolean;
}

/** The record of a fetch: its execution, or its own list if the caller wants to see the plan. */
export interface FetchNotes {
  readonly errors: ShownError[];
  readonly count?: (counts: EntityCounts) => void;
}

/** A compiled fetch. It never throws; returns undefined if it has nothing to fetch. */
export type Fetch = (execution: Execution, notes?: FetchNotes) => Promise<void> | undefined;
