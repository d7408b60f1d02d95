/** The value of `extensions.queryPlan`; times are in milliseconds since the gateway began. */
export interface QueryPlan {
  tookMs: number;
  planningMs: number;
  fetches: number;
  entities: number;
  representations: number;
  nodes: PlanNode[];
}

export type PlanNode = PlanGroup | PlanFetch | PlanIntrospection;

interface PlanGroup {
  kind: 'Sequence' | 'Parallel';
  nodes: PlanNode[];
}

/** A request to a subgraph; without times if there was nothing to request. */
export interface PlanFetch extends Partial<Span> {
  kind: 'Fetch';
  subgraph: string;
  paths: string[];
  operation: string;
  entities?: number;
  representations?: number;
  errors?: string[];
}

interface PlanIntrospection extends Span {
  kind: 'Introspection';
}

export interface Span {
  startedMs: number;
  tookMs: number;
}

/** All fetches of a plan, in the order in which they are drawn. */
export function fetchesOf(nodes: PlanNode[]): PlanFetch[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'Introspection') return [];
    return node.kind === 'Fetch' ? node : fetchesOf(node.nodes);
  });
}
