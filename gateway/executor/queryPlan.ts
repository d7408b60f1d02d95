import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  ParallelNode,
  PlanNode,
  SequenceNode,
} from '@graphql-hive/router-query-planner';

/** The time that answering an operation took, in milliseconds since the gateway began with it. */
export interface QueryPlan {
  readonly tookMs: number;
  /** Until the operation was parsed, validated and planned; for a known operation this is done already. */
  readonly planningMs: number;
  /** The estimate that `limits.cost` bounds. */
  readonly cost: number;
  /** The number of requests to subgraphs. */
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

/** A request to a subgraph. It has no times if it was not sent because there was nothing to request. */
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

/** The number of objects that wait for a subgraph, and of distinct entities requested from it. */
export interface EntityCounts {
  readonly entities: number;
  readonly representations: number;
}

/** The outcome of a fetch. A fetch of root fields has no counts. */
export interface FetchRecord extends Span, Partial<EntityCounts> {
  /** The distinct codes of its errors in the answer. */
  readonly errors: readonly string[];
}

/** The outcomes of a plan's fetches, and the client's names for the keys that the plan renames. */
interface PlanSight {
  readonly records: ReadonlyMap<FetchPlan, FetchRecord>;
  readonly clientKeys: ReadonlyMap<string, string>;
}

export type FetchPlan = FetchNode | BatchFetchNode;

/** The members of a group as clients see them: a group with one member, or inside a group of its kind, is flattened. */
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
  return []; // nodes of other kinds are never compiled
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
