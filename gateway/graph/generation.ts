import type { GraphQLError, GraphQLSchema } from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { nodesSubgraph } from '../nodes/nodesSubgraph.ts';
import { gatewayItself } from '../planner/joinNodes.ts';
import { openPlanner, type Planner, type SupergraphJob } from '../planner/planner.ts';
import type { Answer, OperationInput, OperationSite } from '../executor/compileOperation.ts';
import type { OpenSubgraph, Subgraph } from '../executor/execution.ts';
import { askerOf, type Asker } from '../threads/turns.ts';
import { createAdmit, type AdmissionLimits, type Refused } from './admission.ts';
import { subtypesOf } from '../operation/subtypes.ts';
import {
  openPreparation,
  type KnownOperation,
  type PreparationLimits,
  type ValidOperation,
} from './preparation.ts';

const mostWarmed = 100;
const ourselves: Asker = { org: '', user: '' };

/** The parts of a generation. */
export interface GenerationJob extends SupergraphJob {
  readonly limits: SupergraphJob['limits'] & AdmissionLimits & PreparationLimits;
}

/** The caller, and the variables. */
export type OperationRequest = Pick<OperationInput, 'variables' | 'context'>;

/** One supergraph with everything that is made from it. It never changes: a new supergraph is a new generation. */
export interface Generation {
  readonly apiSchema: GraphQLSchema;
  /** The operation of a document that was valid before; undefined if it was not sent lately. */
  recall(source: string, operationName: string | null): ValidOperation | undefined;
  /** The latest operations, newest first: the next generation compiles them in advance. */
  lately(): readonly KnownOperation[];
  /** Compiles the operations of an older generation that fit this one too, one after the other. */
  warm(operations: readonly KnownOperation[]): Promise<void>;
  /** The reasons why a document does not fit the schema; empty if it fits. Each document is checked once for all callers. Throws OVERLOADED. */
  check(source: string, asker: Asker): Promise<readonly GraphQLError[]>;
  /**
   * Answers an operation, which is compiled once for all callers, even simultaneous ones. Refuses it
   * if it reads a schema that the caller may not see, if the variables do not fit it, or if they make it cost too much. Throws OVERLOADED.
   */
  answer(operation: ValidOperation, request: OperationRequest): Promise<Answer | Refused>;
  /** Throws COMPOSITION_FAILED if the supergraph has no subgraph of that name. */
  subgraphOf(name: string): Subgraph;
  /** Retires the generation because another has taken over; requests in flight are finished. */
  retire(): void;
}

/** Makes a generation; `openSubgraph` opens each of its subgraphs. Throws COMPOSITION_FAILED if the supergraph cannot be read. */
export async function openGeneration(
  job: GenerationJob,
  openSubgraph: (name: string, urls: readonly string[]) => OpenSubgraph,
): Promise<Generation> {
  const planner = await openPlanner(job);
  const subgraphs = new Map(planner.subgraphs.map(({ name, urls }) => [name, openSubgraph(name, urls)]));
  const site = siteOf(planner, subgraphs);
  const { check, compile, recall, lately } = openPreparation(planner, site, job.limits);
  const admit = createAdmit(planner, job.limits);
  const prepareValid = async (operation: KnownOperation) => {
    if ((await check(operation.source, ourselves)).length === 0) await compile(operation, ourselves);
  };
  return {
    apiSchema: planner.apiSchema,
    subgraphOf: site.subgraphOf,
    check,
    recall,
    lately: () => lately().slice(0, mostWarmed),
    async answer(valid, request) {
      const admitted = admit(valid, request);
      if ('refusals' in admitted) return admitted;
      const { variables, context } = request;
      const { values, cost } = admitted;
      context.trace?.estimated(cost);
      const answer = await compile({ ...valid, values }, askerOf(context.tenant));
      return answer({ variables, values, context });
    },
    async warm(operations) {
      for (const operation of operations) await prepareValid(operation).catch(() => {}); // the client that sends it gets the reason
    },
    retire() {
      planner.release();
      for (const subgraph of subgraphs.values()) subgraph.release();
    },
  };
}

function siteOf(planner: Planner, subgraphs: ReadonlyMap<string, Subgraph>): Omit<OperationSite, 'plan'> {
  const subgraphOf = (name: string): Subgraph => {
    const subgraph = subgraphs.get(name);
    if (subgraph) return subgraph;
    if (nodes && name === gatewayItself) return nodes;
    throw new VaultError('COMPOSITION_FAILED', `The supergraph has no URL for ${name}.`);
  };
  const nodes = planner.nodeOwners.size > 0 ? nodesSubgraph(planner.nodeOwners, subgraphOf) : undefined;
  return { planner, subgraphOf, subtypes: subtypesOf(planner.members) };
}
