import type { QueryPlan } from '@graphql-hive/router-query-planner';
import type { QueryPlan as ApolloPlan } from '@apollo/query-planner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import { othersTurn } from '../operation/othersTurn.ts';
import type { Members } from '../operation/subtypes.ts';
import type { JoinedSubgraph } from './joinedSubgraphs.ts';
import type { NodeOwners } from './joinNodes.ts';
import type { CostDirectives } from './costDirectives.ts';
import type { DocumentLimits } from './documentLimits.ts';
import type { DocumentFault } from './findFaults.ts';
import type { Unreached } from './findUnreached.ts';
import { fromApolloPlan } from './fromApolloPlan.ts';
import type { TakenNames } from '../operation/planKeys.ts';
import { openThread, type Thread } from '../threads/thread.ts';

const longestMs = 2_000;
const longestSecondMs = 10_000;
const idleMs = 60_000;

/** A request to a planning thread. */
export interface PlanRequest {
  readonly document: string;
  readonly operationName: string | undefined;
  readonly longestMs: number;
}

/** The answer of the second planner: its plan, and a field that the plan leaves out. */
export interface SecondPlan {
  readonly node: ApolloPlan['node'];
  readonly unreached: Unreached | undefined;
}

/** The start data of a supergraph's thread. */
export interface SupergraphJob {
  readonly supergraphSdl: string;
  /** True if the gateway itself resolves `node` and `nodes`; otherwise they are ordinary fields. */
  readonly resolvesNodes: boolean;
  readonly limits: DocumentLimits;
}

/** The facts that the gateway needs of a supergraph; `apiSdl` is the part that clients see, `canPlan` false if its thread has no planner. */
export interface SupergraphFacts {
  readonly apiSdl: string;
  readonly canPlan: boolean;
  readonly subgraphs: readonly JoinedSubgraph[];
  readonly taken: TakenNames;
  readonly members: Members;
  readonly costs: CostDirectives;
  /** Empty if the gateway does not resolve nodes itself. */
  readonly nodeOwners: NodeOwners;
}

/** Plans an operation of a document. */
export type Plan = (document: string, operationName: string | undefined) => Promise<QueryPlan['node']>;

/** The first planner cannot plan every operation that can be planned. */
export class NoFirstPlan extends Error {}

/** Checks documents against one supergraph and plans operations, off the main thread; only this file knows which planner does it. */
export interface Planner extends Omit<SupergraphFacts, 'apiSdl' | 'canPlan'> {
  /** The API schema. */
  readonly apiSchema: GraphQLSchema;
  /** The reasons why a document does not fit the schema. */
  check(source: string): Promise<readonly DocumentFault[]>;
  /** Throws NoFirstPlan if only the second planner may know a plan. */
  plan: Plan;
  /** Takes long, in a thread of its own. Throws GRAPHQL_VALIDATION_FAILED if the operation cannot be planned. */
  planSecondly: Plan;
  /** Releases the planner: its threads end once they have nothing to do. */
  release(): void;
}

/** Reads a supergraph in its own thread. Throws COMPOSITION_FAILED if it is not one. */
export async function openPlanner(job: SupergraphJob): Promise<Planner> {
  const first = openThread(new URL('./supergraphWorker.ts', import.meta.url), job);
  // The second planner is slower and handles unresolvable keys less well: few operations need it.
  const second = openThread(new URL('./secondPlannerWorker.ts', import.meta.url), job, idleMs);
  const { apiSdl, canPlan, ...facts } = await readFacts(first);
  const document = parse(apiSdl, { noLocation: true });
  await othersTurn();
  return {
    ...facts,
    apiSchema: buildASTSchema(document, { assumeValid: true }),
    check: (source) => check(first, source),
    async plan(text, operationName) {
      if (!canPlan) throw new NoFirstPlan();
      const request: PlanRequest = { document: text, operationName, longestMs };
      return first.ask(request, longestMs).catch((cause: unknown) => {
        throw new NoFirstPlan(undefined, { cause });
      }) as Promise<QueryPlan['node']>;
    },
    planSecondly: (text, operationName) =>
      planSecondly(second, { document: text, operationName, longestMs: longestSecondMs }),
    release() {
      first.release();
      second.release();
    },
  };
}

async function readFacts(thread: Thread): Promise<SupergraphFacts> {
  try {
    return (await thread.start()) as SupergraphFacts;
  } catch (cause) {
    thread.release();
    const message = `The supergraph cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new VaultError('COMPOSITION_FAILED', message, { cause });
  }
}

async function check(thread: Thread, source: string): Promise<readonly DocumentFault[]> {
  try {
    return (await thread.ask(source, longestMs)) as readonly DocumentFault[];
  } catch (cause) {
    const message = 'The document takes too long to check. Request less at once.';
    throw new VaultError('GRAPHQL_VALIDATION_FAILED', message, { cause });
  }
}

async function planSecondly(second: Thread, request: PlanRequest): Promise<QueryPlan['node']> {
  const { node, unreached } = await planned(second, request);
  if (!unreached) return fromApolloPlan(node);
  const [type] = unreached.field.split('.');
  const message = `No subgraph can resolve ${unreached.field} at ${unreached.path}. Select it elsewhere, or let a subgraph that has it offer ${type} by a resolvable key.`;
  throw new VaultError('GRAPHQL_VALIDATION_FAILED', message);
}

async function planned(second: Thread, request: PlanRequest): Promise<SecondPlan> {
  try {
    return (await second.ask(request, longestSecondMs)) as SecondPlan;
  } catch (cause) {
    throw new VaultError('GRAPHQL_VALIDATION_FAILED', 'No plan could be made for this operation.', {
      cause,
    });
  }
}
