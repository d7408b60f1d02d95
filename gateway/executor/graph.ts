import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import { getVariableValues, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Subgraph } from './execution.ts';
import type { SupergraphSource } from '../supergraph/supergraphSource.ts';
import { openGeneration, type Generation } from './generation.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

/** What the graph runs on. */
export interface GraphParts {
  readonly source: Pick<SupergraphSource, 'start'>;
  readonly openSubgraph: (name: string, url: string) => Subgraph;
  readonly log: VaultLog;
}

type Listener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** Our executor as Apollo Server wants it. A request is answered by the generation whose schema it was validated by. */
export function createGraph({ source, openSubgraph, log }: GraphParts): GatewayInterface {
  const generations = new WeakMap<GraphQLSchema, Generation>();
  const listeners = new Set<Listener>();
  let started: ReturnType<SupergraphSource['start']> | undefined;
  const serve = (coreSupergraphSdl: string) => {
    const generation = openGeneration(coreSupergraphSdl, openSubgraph);
    const { apiSchema } = generation;
    generations.set(apiSchema, generation);
    for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl });
  };
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async load() {
      started = source.start((supergraphSdl) => {
        try {
          serve(supergraphSdl);
        } catch (error) {
          log.error({ err: error }, 'a new supergraph cannot be served; the old one goes on');
        }
      });
      serve(started.supergraphSdl);
      return { executor: executorOf(generations) };
    },
    async stop() {
      started?.stop();
    },
  };
}

function executorOf(generations: WeakMap<GraphQLSchema, Generation>): GatewayExecutor {
  return async ({ schema, queryHash, operationName, document, operation, request, context }) => {
    const generation = generations.get(schema);
    if (!generation) throw new VaultError('STACK_FAILED', 'The graph has changed meanwhile. Ask again.');
    const { variables = {} } = request;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const values = coerced ?? {};
    const requested = { document, operation, values };
    const run = await generation.compiled(`${queryHash} ${operationName ?? ''}`, requested);
    const answer = await run({ variables, values, context: context as RequestContext });
    const errors = answer.errors.map(asGraphqlError);
    return errors.length > 0 ? { data: answer.data, errors } : { data: answer.data };
  };
}

function asGraphqlError({ message, path, extensions }: ShownError): GraphQLError {
  return new GraphQLError(message, { path, extensions: { ...extensions } });
}
