import type { SequenceNode } from '@graphql-hive/router-query-planner';
import type { Run } from './compilePlan.ts';
import type { Execution, Fetch } from './execution.ts';
import {
  describeMembers,
  type EntityCounts,
  type FetchPlan,
  type FetchRecord,
  type QueryPlan,
  type QueryPlanIntrospection,
} from './queryPlan.ts';
import type { ShownError } from './subgraphErrors.ts';

/** The executed plan, and the client's names for those of its keys that differ. */
interface TracedPlan {
  readonly plan: SequenceNode;
  readonly clientKeys: ReadonlyMap<string, string>;
}

/** Records how one operation is answered, for a caller who requested the query plan. */
export interface PlanTrace {
  /** Records the estimated cost of the operation. */
  estimated(cost: number): void;
  /** Records that the plan is ready. */
  begin(plan: TracedPlan): void;
  /** Records that the gateway has answered the introspection fields, which come first. */
  introspected(): void;
  /** Runs a fetch of the plan and records its outcome. */
  fetch(node: FetchPlan, fetch: Fetch, execution: Execution): Promise<void>;
  /** The plan to show; undefined if the operation had no plan. */
  read(): QueryPlan | undefined;
}

/** Starts the clock. */
export function createPlanTrace(): PlanTrace {
  const origin = performance.now();
  const now = () => roundMs(performance.now() - origin);
  const since = (startedMs: number) => ({ startedMs, tookMs: roundMs(now() - startedMs) });
  const records = new Map<FetchPlan, FetchRecord>();
  const schemaPart: QueryPlanIntrospection[] = [];
  let [traced, planningMs, cost]: [TracedPlan | undefined, number, number] = [undefined, 0, 0];
  return {
    estimated(estimate) {
      cost = estimate;
    },
    begin(plan) {
      [traced, planningMs] = [plan, now()];
    },
    introspected: () => void schemaPart.push({ kind: 'Introspection', ...since(planningMs) }),
    async fetch(node, fetch, execution) {
      const startedMs = now();
      const noted = await watch(fetch, execution);
      if (noted) records.set(node, { ...since(startedMs), ...noted });
    },
    read() {
      if (!traced) return undefined;
      const { plan, clientKeys } = traced;
      const nodes = [...schemaPart, ...describeMembers(plan, { records, clientKeys })];
      return { tookMs: now(), planningMs, cost, ...totalOf([...records.values()]), nodes };
    },
  };
}

/** Compiled into a plan in place of a fetch: it costs nothing if nobody requested the query plan. */
export function traceable(node: FetchPlan, fetch: Fetch): Run {
  return (execution) => {
    const { trace } = execution.context;
    return trace ? trace.fetch(node, fetch, execution) : fetch(execution);
  };
}

/** Undefined if the fetch had nothing to request. */
async function watch(fetch: Fetch, execution: Execution) {
  const errors: ShownError[] = [];
  let counts: EntityCounts | undefined;
  const count = (counted: EntityCounts) => {
    counts = counted;
  };
  const fetching = fetch(execution, { errors, count });
  if (!fetching) return undefined;
  await fetching;
  execution.errors.push(...errors);
  return { ...counts, errors: [...new Set(errors.map(({ extensions }) => extensions.code))] };
}

function totalOf(records: readonly FetchRecord[]) {
  return {
    fetches: records.length,
    entities: sum(records.map(({ entities }) => entities)),
    representations: sum(records.map(({ representations }) => representations)),
  };
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((all, count = 0) => all + count, 0);
}

function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
