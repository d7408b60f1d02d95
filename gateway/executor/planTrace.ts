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

/** Notes how one operation is answered, for somebody who wants to see it. */
export interface PlanTrace {
  /** Says what the operation was estimated to cost. */
  estimated(cost: number): void;
  /** Says that the plan is there. */
  begin(plan: TracedPlan): void;
  /** Says that the gateway has answered, first of all, what the schema says of itself. */
  introspected(): void;
  /** Carries out a fetch of the plan and notes how it went. */
  fetch(node: FetchPlan, fetch: Fetch, execution: Execution): Promise<void>;
  /** The plan to show; undefined if there was none. */
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

/** Compiled into a plan in a fetch's place: it costs nothing where nobody wants to see it. */
export function traceable(node: FetchPlan, fetch: Fetch): Run {
  return (execution) => {
    const { trace } = execution.context;
    return trace ? trace.fetch(node, fetch, execution) : fetch(execution);
  };
}

/** Undefined where the fetch had nothing to ask for. */
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
