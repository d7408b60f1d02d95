import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Answer } from './compileOperation.ts';
import type { Subgraph } from './execution.ts';
import type { SupergraphSource } from '../supergraph/supergraphSource.ts';
import { openGeneration, type Generation, type OperationRequest } from './generation.ts';
import type { RequestContext } from './requestContext.ts';
import type { ShownError } from './subgraphErrors.ts';

/** What the graph runs on. */
export interface GraphParts {
  readonly source: Pick<SupergraphSource, 'start'>;
  readonly openSubgraph: (name: string, url: string) => Subgraph;
  readonly log: VaultLog;
}

type Listener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** Our executor: behind Apollo Server for what is new, and directly for what that has let through before. */
export interface Graph {
  readonly gateway: GatewayInterface;
  /** Answers an operation that was validated before; undefined where it was not, or where its variables do not fit. */
  answerKnown(request: KnownRequest): Promise<Answer | undefined>;
}

/** What a client asks, and who it is. */
export interface KnownRequest extends OperationRequest {
  readonly source: string;
  readonly operationName: string | null;
}

/** A request is answered by the generation whose schema it was validated by. */
export function createGraph(parts: GraphParts): Graph {
  const generations = new WeakMap<GraphQLSchema, Generation>();
  let current: Generation | undefined;
  const open = (supergraphSdl: string) => {
    const next = openGeneration(supergraphSdl, parts.openSubgraph);
    void next.warm(current?.lately() ?? []);
    generations.set(next.apiSchema, next);
    current = next;
    return next.apiSchema;
  };
  return {
    gateway: gatewayOf(parts, open, executorOf(generations)),
    async answerKnown({ source, operationName, ...request }) {
      const generation = current;
      const known = generation?.recall(source, operationName);
      return known && generation?.answer(known, request);
    },
  };
}

function gatewayOf(
  { source, log }: GraphParts,
  open: (supergraphSdl: string) => GraphQLSchema,
  executor: GatewayExecutor,
): GatewayInterface {
  const listeners = new Set<Listener>();
  let started: ReturnType<SupergraphSource['start']> | undefined;
  const serve = (coreSupergraphSdl: string) => {
    const apiSchema = open(coreSupergraphSdl);
    for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl });
  };
  const update = (supergraphSdl: string) => {
    try {
      serve(supergraphSdl);
    } catch (error) {
      log.error({ err: error }, 'a new supergraph cannot be served; the old one goes on');
    }
  };
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async load() {
      started = source.start(update);
      serve(started.supergraphSdl);
      return { executor };
    },
    stop: async () => started?.stop(),
  };
}

function executorOf(generations: WeakMap<GraphQLSchema, Generation>): GatewayExecutor {
  return async ({ schema, source, document, operation, request, context }) => {
    const { operationName = null } = request; // as the client said it: that is how it says it the next time
    const asked = { variables: request.variables ?? {}, context: context as RequestContext };
    const answer = await generations
      .get(schema)
      ?.answer({ source, operationName, document, operation }, asked);
    if (!answer) throw new VaultError('STACK_FAILED', 'The graph has changed meanwhile. Ask again.');
    const errors = answer.errors.map(asGraphqlError);
    const queryPlan = asked.context.trace?.read();
    return {
      data: answer.data,
      ...(errors.length > 0 ? { errors } : {}),
      ...(queryPlan ? { extensions: { queryPlan } } : {}),
    };
  };
}

function asGraphqlError({ message, path, extensions }: ShownError): GraphQLError {
  return new GraphQLError(message, { path, extensions: { ...extensions } });
}
