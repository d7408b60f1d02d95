import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  ParallelNode,
  PlanNode,
  SequenceNode,
} from '@graphql-hive/router-query-planner';

/** The time that answering an operation took. Milliseconds count from when the gateway began with it. */
export interface QueryPlan {
  readonly tookMs: number;
  /** Until it was parsed, valid and planned; a known operation was so before. */
  readonly planningMs: number;
  /** The estimate that `limits.cost` bounds. */
  readonly cost: number;
  /** How many requests went to subgraphs. */
  readonly fetches: number;
  readonly entities: number;
  readonly representations: number;
  /** One after the other. */
  readonly nodes: readonly QueryPlanNode[];
}

type QueryPlanNode = QueryPlanGroup | QueryPlanFetch | QueryPlanIntrospection;

interface QueryPlanGroup {
  readonly kind: 'Sequence' | 'Parallel';
  readonly nodes: readonly QueryPlanNode[];
}

/** A request to a subgraph. It has no times where it was not sent, as there was nothing to ask for. */
interface QueryPlanFetch extends Partial<FetchRecord> {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  /** The paths of its entities in the client's answer, `@` being every item of a list; empty for fields of a root type. */
  readonly paths: readonly string[];
  readonly operation: string;
}

/** Introspection is answered by the gateway. */
export interface QueryPlanIntrospection extends Span {
  readonly kind: 'Introspection';
}

interface Span {
  readonly startedMs: number;
  readonly tookMs: number;
}

/** How many objects wait for a subgraph, and how many different entities it is asked for. */
export interface EntityCounts {
  readonly entities: number;
  readonly representations: number;
}

/** How a fetch went. A fetch of root fields has no counts. */
export interface FetchRecord extends Span, Partial<EntityCounts> {
  /** The codes of the errors that it left in the answer, each once. */
  readonly errors: readonly string[];
}

/** How the fetches of a plan went, and what the client calls those keys of the plan that it calls otherwise. */
interface PlanSight {
  readonly records: ReadonlyMap<FetchPlan, FetchRecord>;
  readonly clientKeys: ReadonlyMap<string, string>;
}

export type FetchPlan = FetchNode | BatchFetchNode;

/** The members of a group as clients see them: a group within a group of its kind, or of one, is no group. */
export function describeMembers(
  { kind, nodes }: SequenceNode | ParallelNode,
  sight: PlanSight,
): readonly QueryPlanNode[] {
  const described = nodes.flatMap((node) => describeNode(node, sight));
  return described.flatMap((node) => (node.kind === kind ? node.nodes : node));
}

function describeNode(node: PlanNode, sight: PlanSight): readonly QueryPlanNode[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return describeGroup(node, sight);
    case 'Fetch':
      return [describeFetch(node, [], sight)];
    case 'BatchFetch':
      return [
        describeFetch(
          node,
          node.entityBatch.aliases.flatMap(({ paths }) => paths),
          sight,
        ),
      ];
    case 'Flatten':
      if (node.node.kind !== 'Fetch') return describeNode(node.node, sight);
      return [describeFetch(node.node, [node.path], sight)];
    case 'Condition':
    case 'Defer':
    case 'Subscription':
  }
  return []; // no such node is compiled
}

function describeGroup(group: SequenceNode | ParallelNode, sight: PlanSight): readonly QueryPlanNode[] {
  const nodes = describeMembers(group, sight);
  return nodes.length > 1 ? [{ kind: group.kind, nodes }] : nodes;
}

function describeFetch(
  node: FetchPlan,
  paths: readonly (readonly FlattenNodePathSegment[])[],
  { records, clientKeys }: PlanSight,
): QueryPlanFetch {
  const { serviceName: subgraph, operation } = node;
  const seen = new Set(paths.map((path) => path.map((part) => textOf(part, clientKeys)).join('.')));
  return { kind: 'Fetch', subgraph, paths: [...seen], operation, ...records.get(node) };
}

function textOf(segment: FlattenNodePathSegment, clientKeys: PlanSight['clientKeys']): string {
  if (segment === '@') return segment;
  return 'Field' in segment
    ? (clientKeys.get(segment.Field) ?? segment.Field)
    : `[${segment.TypeCondition.join('|')}]`;
}
