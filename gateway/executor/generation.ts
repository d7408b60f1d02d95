import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  getVariableValues,
  parse,
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
  type Requested,
} from './compileOperation.ts';
import type { Subgraph } from './execution.ts';
import { openPlanner } from '../planner/planner.ts';
import { conditionVariables } from '../planner/pruneOperation.ts';
import { createRecent } from './recent.ts';
import { readSubtypes } from './subtypes.ts';

const mostOperations = 1_000;

/** An operation that fits the schema of its generation. */
export interface ValidOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Who asks, with which variables. */
export type OperationRequest = Pick<OperationInput, 'variables' | 'context'>;

/** One supergraph with everything that is made from it. It never changes: a new supergraph is a new generation. */
export interface Generation {
  readonly apiSchema: GraphQLSchema;
  /** The operation of a document that was validated before; none where nobody has asked for it lately. */
  recall(source: string, operationName: string | null): ValidOperation | undefined;
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
  const planner = openPlanner(supergraphSdl);
  const subgraphs = new Map(
    graphsOf(parse(supergraphSdl)).map(({ name, url }) => [name, openSubgraph(name, url)] as const),
  );
  const subgraphOf = (name: string): Subgraph => {
    const subgraph = subgraphs.get(name);
    if (subgraph) return subgraph;
    throw new VaultError('COMPOSITION_FAILED', `The supergraph does not say where ${name} is.`);
  };
  const site = { planner, subgraphOf, subtypes: readSubtypes(supergraphSdl) };
  const compiled = createRecent<Promise<CompiledOperation>>(mostOperations);
  const known = createRecent<ValidOperation>(mostOperations);
  return {
    apiSchema: planner.apiSchema,
    recall: (source, name) => known.get(nameOf(source, name)),
    async answer(valid, { variables, context }) {
      const { source, document, operation, operationName } = valid;
      const { coerced } = getVariableValues(
        planner.apiSchema,
        operation.variableDefinitions ?? [],
        variables,
      );
      if (!coerced) return undefined;
      const requested = { document, operation, values: coerced };
      const key = `${decisionsOf(requested)} ${nameOf(source, operationName)}`;
      const run = compiled.get(key) ?? compileOperation(requested, site);
      compiled.set(key, run);
      run.catch(() => compiled.delete(key));
      const answer = await run;
      known.set(nameOf(source, operationName), valid);
      return answer({ variables, values: coerced, context });
    },
  };
}

const nameOf = (source: string, operationName: string | null) => `${operationName ?? ''}\n${source}`;

const deciding = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** What the variables decide of an operation's conditions: each combination is an operation of its own. */
function decisionsOf({ document, operation, values }: Requested): string {
  const names = deciding.get(operation) ?? conditionVariables([document]);
  deciding.set(operation, names);
  return names.map((name) => (values[name] === true ? 1 : 0)).join('');
}
