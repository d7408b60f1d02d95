import { VaultError } from '@nimbusvault/sdk/kernel';
import { parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { graphsOf } from '../supergraph/graphsOf.ts';
import { compileOperation, type CompiledOperation, type Requested } from './compileOperation.ts';
import type { Subgraph } from './execution.ts';
import { openPlanner } from '../planner/planner.ts';
import { conditionVariables } from '../planner/pruneOperation.ts';
import { readSubtypes } from './subtypes.ts';

const mostOperations = 1_000;

/** One supergraph with everything that is made from it. It never changes: a new supergraph is a new generation. */
export interface Generation {
  readonly apiSchema: GraphQLSchema;
  /** The operation, compiled: once for all who ask for it, however many do so at the same time. */
  compiled(source: string, requested: Requested): Promise<CompiledOperation>;
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
  const cache = new Map<string, Promise<CompiledOperation>>();
  return {
    apiSchema: planner.apiSchema,
    compiled(source, requested) {
      const key = `${source} ${decisionsOf(requested)}`;
      const known = cache.get(key);
      cache.delete(key);
      const compiled = known ?? compileOperation(requested, site);
      cache.set(key, compiled); // the last in the order is the last that was asked for
      if (!known) compiled.catch(() => cache.get(key) === compiled && cache.delete(key));
      const [oldest] = cache.keys();
      if (cache.size > mostOperations && oldest !== undefined) cache.delete(oldest);
      return compiled;
    },
  };
}

const deciding = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** What the variables decide of an operation's conditions: each combination is an operation of its own. */
function decisionsOf({ document, operation, values }: Requested): string {
  const names = deciding.get(operation) ?? conditionVariables([document]);
  deciding.set(operation, names);
  return names.map((name) => (values[name] === true ? 1 : 0)).join('');
}
