import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  getVariableValues,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { graphsOf } from '../supergraph/graphsOf.ts';
import {
  compileOperation,
  type Answer,
  type CompiledOperation,
  type OperationInput,
  type OperationSite,
  type Requested,
} from './compileOperation.ts';
import type { Subgraph } from './execution.ts';
import { openPlanner } from '../planner/planner.ts';
import { conditionVariables } from '../planner/pruneOperation.ts';
import type { Json } from './readAnswer.ts';
import { createRecent } from './recent.ts';
import { readSubtypes } from './subtypes.ts';

const mostOperations = 1_000;
const mostWarmed = 100;

/** An operation that fits the schema of its generation. */
export interface ValidOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** With the variables of the last who asked for it. */
export interface KnownOperation extends ValidOperation {
  readonly values: Json;
}

/** Who asks, with which variables. */
export type OperationRequest = Pick<OperationInput, 'variables' | 'context'>;

/** One supergraph with everything that is made from it. It never changes: a new supergraph is a new generation. */
export interface Generation {
  readonly apiSchema: GraphQLSchema;
  /** The operation of a document that was validated before; none where nobody has asked for it lately. */
  recall(source: string, operationName: string | null): ValidOperation | undefined;
  /** What was asked for last, newest first: what the next generation should be ready for. */
  lately(): readonly KnownOperation[];
  /** Compiles what an older generation was asked for, one after the other, where it fits this one too. */
  warm(operations: readonly KnownOperation[]): Promise<void>;
  /**
   * Answers an operation, which is compiled once for all who ask for it, however many do so at the same time. Undefined
   * where the variables do not fit it.
   */
  answer(operation: ValidOperation, request: OperationRequest): Promise<Answer | undefined>;
}

/** Makes a generation; `openSubgraph` opens each of its subgraphs. Throws COMPOSITION_FAILED where the supergraph cannot be read. */
export function openGeneration(
  supergraphSdl: string,
  openSubgraph: (name: string, url: string) => Subgraph,
): Generation {
  const site = openSite(supergraphSdl, openSubgraph);
  const compiled = createRecent<Promise<CompiledOperation>>(mostOperations);
  const known = createRecent<KnownOperation>(mostOperations);
  const { apiSchema } = site.planner;
  const begin = (key: string, operation: KnownOperation): Promise<CompiledOperation> => {
    const compiling = compileOperation(operation, site);
    compiled.set(key, compiling);
    compiling.catch(() => compiled.delete(key));
    return compiling;
  };
  const compile = async (operation: KnownOperation): Promise<CompiledOperation> => {
    const name = nameOf(operation.source, operation.operationName);
    const key = `${decisionsOf(operation)} ${name}`;
    const answer = await (compiled.get(key) ?? begin(key, operation));
    known.set(name, operation);
    return answer;
  };
  return {
    apiSchema,
    recall: (source, name) => known.get(nameOf(source, name)),
    lately: () => known.newest(mostWarmed),
    async answer(valid, { variables, context }) {
      const { variableDefinitions = [] } = valid.operation;
      const { coerced: values } = getVariableValues(apiSchema, variableDefinitions, variables);
      if (!values) return undefined;
      const answer = await compile({ ...valid, values });
      return answer({ variables, values, context });
    },
    async warm(operations) {
      for (const operation of operations)
        if (validate(apiSchema, operation.document).length === 0) await compile(operation).catch(() => {});
    },
  };
}

function openSite(
  supergraphSdl: string,
  openSubgraph: (name: string, url: string) => Subgraph,
): OperationSite {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const subgraphs = new Map(
    graphsOf(supergraph).map(({ name, url }) => [name, openSubgraph(name, url)] as const),
  );
  const subgraphOf = (name: string): Subgraph => {
    const subgraph = subgraphs.get(name);
    if (subgraph) return subgraph;
    throw new VaultError('COMPOSITION_FAILED', `The supergraph does not say where ${name} is.`);
  };
  return { planner: openPlanner(supergraphSdl, supergraph), subgraphOf, subtypes: readSubtypes(supergraph) };
}

const nameOf = (source: string, operationName: string | null) => `${operationName ?? ''}\n${source}`;

const deciding = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** What the variables decide of an operation's conditions: each combination is an operation of its own. */
function decisionsOf({ document, operation, values }: Requested): string {
  const names = deciding.get(operation) ?? conditionVariables(document);
  deciding.set(operation, names);
  return names.map((name) => (values[name] === true ? 1 : 0)).join('');
}
