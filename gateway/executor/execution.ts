import type { EntityCounts } from './queryPlan.ts';
import type { Json } from '../operation/json.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

/** An error as a subgraph answers it: nothing in it is trusted. */
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

/** A subgraph that can be asked; `ask` throws a VaultError where there is no answer. */
export interface Subgraph extends Origin {
  ask(request: SubgraphRequest, context: RequestContext): Promise<SubgraphAnswer>;
}

/** A subgraph that is there for as long as somebody needs it. */
export interface OpenSubgraph extends Subgraph {
  /** Says that no plan asks it any more, once what is in flight has ended. */
  release(): void;
}

/** One operation on its way: what is known so far, and what went wrong. */
export interface Execution {
  readonly data: Json;
  /** As the client sent them; defaults are part of what subgraphs are asked. */
  readonly variables: Json;
  readonly context: RequestContext;
  readonly errors: ShownError[];
  /** Objects whose entity a subgraph does not have. */
  readonly gone: Set<Json>;
  /** True once objects hang at several places: then they are visited and written once. */
  sharing: boolean;
}

/** The record of a fetch: its execution, or a list of its own if somebody wants to see the plan. */
export interface FetchNotes {
  readonly errors: ShownError[];
  readonly count?: (counts: EntityCounts) => void;
}

/** A compiled fetch. It never throws; undefined where it has nothing to ask for. */
export type Fetch = (execution: Execution, notes?: FetchNotes) => Promise<void> | undefined;
