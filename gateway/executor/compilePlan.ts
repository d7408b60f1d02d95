import type { PlanNode } from '@graphql-hive/router-query-planner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Subgraph, Execution } from './execution.ts';
import { asBatchFetch, compileEntityFetch } from './fetchEntities.ts';
import { compileRootFetch } from './fetchRoot.ts';
import { traceable } from './planTrace.ts';
import type { Subtypes } from '../operation/subtypes.ts';

/** Fetches the data that an operation needs into its execution. It never throws. */
export type Run = (execution: Execution) => Promise<void> | undefined;

/** The context in which a plan is compiled. */
export interface PlanSite {
  /** Throws if no subgraph of the supergraph has that name. */
  readonly subgraphOf: (name: string) => Subgraph;
  readonly subtypes: Subtypes;
}

/** Compiles a plan, once for all requests of its operation. Throws if it has a node of an unknown kind. */
export function compilePlan(node: PlanNode | undefined, site: PlanSite): Run {
  switch (node?.kind) {
    case undefined:
      return () => undefined;
    case 'Fetch':
      return traceable(node, compileRootFetch(node, site.subgraphOf(node.serviceName), site.subtypes));
    case 'BatchFetch':
      return traceable(node, compileEntityFetch(node, site.subgraphOf(node.serviceName), site.subtypes));
    case 'Flatten':
      return compileFlatten(node, site);
    case 'Sequence':
      return inSequence(node.nodes.map((each) => compilePlan(each, site)));
    case 'Parallel':
      return atOnce(node.nodes.map((each) => compilePlan(each, site)));
    case 'Condition':
    case 'Defer':
    case 'Subscription':
  }
  return unsupported(node);
}

function unsupported({ kind }: PlanNode): never {
  throw new VaultError('BAD_REQUEST', `Operations of the kind "${kind}" are not supported.`);
}

function compileFlatten(node: Extract<PlanNode, { kind: 'Flatten' }>, site: PlanSite): Run {
  const { path, node: inner } = node;
  if (inner.kind !== 'Fetch') return compilePlan(inner, site);
  const batch = asBatchFetch({ kind: 'Flatten', path, node: inner });
  return traceable(inner, compileEntityFetch(batch, site.subgraphOf(batch.serviceName), site.subtypes));
}

function inSequence(runs: readonly Run[]): Run {
  return async (execution) => {
    for (const run of runs) await run(execution);
  };
}

function atOnce(runs: readonly Run[]): Run {
  return async (execution) => {
    await Promise.all(runs.map(async (run) => run(execution)));
  };
}
