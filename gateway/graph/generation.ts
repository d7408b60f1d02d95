import {
  type GraphQLError,
  Source,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { openPlanner, type Planner, type SupergraphJob } from '../planner/planner.ts';
import { conditionVariables } from '../operation/pruneOperation.ts';
import {
  compileOperation,
  type Answer,
  type CompiledOperation,
  type OperationInput,
  type OperationSite,
  type Requested,
} from '../executor/compileOperation.ts';
import type { OpenSubgraph, Subgraph } from '../executor/execution.ts';
import type { Json } from '../operation/json.ts';
import { createOnce } from '../memory/once.ts';
import { createAdmit, type AdmissionLimits, type Refused } from './admission.ts';
import { subtypesOf } from '../operation/subtypes.ts';
import { refuse } from './operationRules.ts';
import { createRecent } from '../memory/recent.ts';

const room = { values: 1_000, characters: 2_000_000 };
const mostWarmed = 100;

/** An operation that fits the schema of its generation. */
export interface ValidOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** With the variables of its latest request. */
export interface KnownOperation extends ValidOperation {
  readonly values: Json;
}

/** The parts of a generation. */
export interface GenerationJob extends SupergraphJob {
  readonly limits: SupergraphJob['limits'] & AdmissionLimits;
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
  /** The reasons why a document does not fit the schema; empty if it fits. Each document is checked once for all callers. */
  check(source: string): Promise<readonly GraphQLError[]>;
  /**
   * Answers an operation, which is compiled once for all callers, even simultaneous ones. Refuses it
   * if it reads a schema that the caller may not see, if the variables do not fit it, or if they make it cost too much.
   */
  answer(operation: ValidOperation, request: OperationRequest): Promise<Answer | Refused>;
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
  const { check, prepare, warm, known } = openOperations(planner, siteOf(planner, subgraphs));
  const admit = createAdmit(planner, job.limits);
  return {
    apiSchema: planner.apiSchema,
    check,
    recall: (source, name) => known.get(nameOf(source, name)),
    lately: () => [...known.values()].slice(0, mostWarmed),
    async answer(valid, request) {
      const admitted = admit(valid, request);
      if ('refusals' in admitted) return admitted;
      const { variables, context } = request;
      const { values, cost } = admitted;
      context.trace?.estimated(cost);
      const answer = await prepare({ ...valid, values });
      return answer({ variables, values, context });
    },
    warm,
    retire() {
      planner.release();
      for (const subgraph of subgraphs.values()) subgraph.release();
    },
  };
}

/** The operations of a generation: each document is checked once, each operation compiled once. */
function openOperations(planner: Planner, site: OperationSite) {
  const known = createRecent<KnownOperation>(room);
  const compiled = createOnce<CompiledOperation>(room);
  const checked = createOnce<readonly GraphQLError[]>(room);
  const check = (source: string) => checked(source, () => faultsOf(source, planner));
  const prepare = async (operation: KnownOperation): Promise<CompiledOperation> => {
    const name = nameOf(operation.source, operation.operationName);
    const key = `${decisionsOf(operation)} ${name}`;
    const answer = await compiled(key, () => compileOperation(operation, site));
    known.set(name, operation);
    return answer;
  };
  const prepareValid = async (operation: KnownOperation) => {
    if ((await check(operation.source)).length === 0) await prepare(operation);
  };
  const warm = async (operations: readonly KnownOperation[]) => {
    for (const operation of operations) await prepareValid(operation).catch(() => {}); // the client that sends it gets the reason
  };
  return { known, check, prepare, warm };
}

async function faultsOf(source: string, planner: Planner): Promise<readonly GraphQLError[]> {
  const faults = await planner.check(source);
  const text = new Source(source);
  return faults.map(({ code, message, positions }) => refuse(code, message, { source: text, positions }));
}

function siteOf(planner: Planner, subgraphs: ReadonlyMap<string, Subgraph>): OperationSite {
  const subgraphOf = (name: string): Subgraph => {
    const subgraph = subgraphs.get(name);
    if (subgraph) return subgraph;
    throw new VaultError('COMPOSITION_FAILED', `The supergraph has no URL for ${name}.`);
  };
  return { planner, subgraphOf, subtypes: subtypesOf(planner.members) };
}

const nameOf = (source: string, operationName: string | null) => `${operationName ?? ''}\n${source}`;

const deciding = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** The conditions of an operation as the variables decide them: each combination is a separate operation. */
function decisionsOf({ document, operation, values }: Requested): string {
  const names = deciding.get(operation) ?? conditionVariables(document);
  deciding.set(operation, names);
  return names.map((name) => (values[name] === true ? 1 : 0)).join('');
}
