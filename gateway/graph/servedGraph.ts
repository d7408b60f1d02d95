import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { within, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Answer } from '../executor/compileOperation.ts';
import type { OpenSubgraph, SubgraphAnswer, SubgraphRequest } from '../executor/execution.ts';
import type { Network } from '../subgraphs/network.ts';
import type { StartedSource, SupergraphSource } from '../supergraph/supergraphSource.ts';
import { askerOf } from '../threads/turns.ts';
import { openGeneration, type Generation, type GenerationJob, type OperationRequest } from './generation.ts';
import { createOperationLog, type OperationLog } from './operationLog.ts';
import type { RequestContext } from '../executor/requestContext.ts';
import { refuseBy } from './operationRules.ts';
import type { ShownError } from '../executor/subgraphErrors.ts';

const longestWarmingMs = 500;

/** The dependencies of the graph. */
export interface ServedGraphParts {
  readonly source: Pick<SupergraphSource, 'start'>;
  readonly network: Network;
  readonly openSubgraph: (name: string, urls: readonly string[]) => OpenSubgraph;
  readonly limits: GenerationJob['limits'];
  readonly resolvesNodes: boolean;
  readonly log: VaultLog;
}

type Listener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** Our executor: behind Apollo Server for new operations, and directly for operations that Apollo Server has accepted before. */
export interface ServedGraph {
  readonly gateway: GatewayInterface;
  /** Answers an operation that was checked before. Returns undefined if it was not, or if its variables do not fit or make it cost too much. */
  answerKnown(request: KnownRequest): Promise<Answer | undefined>;
  /** Sends a request of the gateway's own to a subgraph of the served graph. */
  readonly ask: AskSubgraph;
}

/** Sends a request to the subgraph of that name. Throws a VaultError if there is no answer. */
export type AskSubgraph = (
  name: string,
  request: SubgraphRequest,
  context: RequestContext,
) => Promise<SubgraphAnswer>;

/** A client's request, and its caller. */
export interface KnownRequest extends OperationRequest {
  readonly source: string;
  readonly operationName: string | null;
}

/** A request is answered by the generation whose schema Apollo Server has assigned to it. */
export function createServedGraph(parts: ServedGraphParts): ServedGraph {
  const log = createOperationLog();
  const generations = new WeakMap<GraphQLSchema, Generation>();
  let current: Generation | undefined;
  const open = async (supergraphSdl: string) => {
    const { limits, resolvesNodes } = parts;
    const next = await openGeneration({ supergraphSdl, resolvesNodes, limits }, parts.openSubgraph);
    await within(longestWarmingMs, next.warm(current?.lately() ?? []), () => undefined);
    generations.set(next.apiSchema, next);
    current?.retire();
    current = next;
    return next.apiSchema;
  };
  return {
    gateway: gatewayOf(
      parts,
      { open, retire: () => current?.retire(), takeOperations: log.take },
      executorOf(generations, log),
    ),
    async ask(name, request, context) {
      if (!current) throw new VaultError('COMPOSITION_FAILED', 'No graph is served yet.');
      return current.subgraphOf(name).ask(request, context);
    },
    async answerKnown({ source, operationName, ...request }) {
      const generation = current;
      const known = generation?.recall(source, operationName);
      if (!known || !generation) return undefined;
      log.note(known);
      const answer = await generation.answer(known, request);
      return 'refusals' in answer ? undefined : answer;
    },
  };
}

interface Generations {
  /** Resolves to the schema that clients see of a supergraph, once it is the current one. */
  open(supergraphSdl: string): Promise<GraphQLSchema>;
  /** Retires the current one. */
  retire(): void;
  /** The fields that all of them have in common. */
  readonly takeOperations: OperationLog['take'];
}

function gatewayOf(
  { source, network, log }: ServedGraphParts,
  { open, retire, takeOperations }: Generations,
  executor: GatewayExecutor,
): GatewayInterface {
  const listeners = new Set<Listener>();
  let started: StartedSource | undefined;
  const serve = async (coreSupergraphSdl: string) => {
    const apiSchema = await open(coreSupergraphSdl);
    for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl });
  };
  const update = inTurn(serve, (error) =>
    log.error({ err: error }, 'a new supergraph cannot be served; the old one stays in use'),
  );
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async load() {
      started = await source.start(update, { ...network, takeOperations });
      await serve(started.supergraphSdl);
      return { executor };
    },
    async stop() {
      await started?.stop();
      retire();
    },
  };
}

/** Serves one supergraph after the other; a supergraph that already has a successor is skipped. */
function inTurn(serve: (supergraphSdl: string) => Promise<void>, report: (error: unknown) => void) {
  let turn = Promise.resolve();
  let newest: string | undefined;
  return (supergraphSdl: string): Promise<void> => {
    newest = supergraphSdl;
    turn = turn.then(() => (supergraphSdl === newest ? serve(supergraphSdl) : undefined)).catch(report);
    return turn;
  };
}

function executorOf(generations: WeakMap<GraphQLSchema, Generation>, log: OperationLog): GatewayExecutor {
  const execute: GatewayExecutor = async ({ schema, source, document, operation, request, context }) => {
    const generation = generations.get(schema);
    if (!generation)
      throw new VaultError('INTERNAL_SERVER_ERROR', 'The graph of this request is not served any more.');
    const { operationName = null, variables = {} } = request; // as the client sent it, because its next request will be the same
    const asked = { variables, context: context as RequestContext };
    const faults = await generation.check(source, askerOf(asked.context.tenant));
    if (faults.length > 0) return { errors: tellable(faults, asked) };
    const valid = { source, operationName, document, operation };
    log.note(valid);
    const answer = await generation.answer(valid, asked);
    if ('refusals' in answer) return { errors: tellable(answer.refusals, asked) };
    const errors = answer.errors.map(asGraphqlError);
    const queryPlan = asked.context.trace?.read();
    return {
      data: answer.data,
      ...(errors.length > 0 ? { errors } : {}),
      ...(queryPlan ? { extensions: { queryPlan } } : {}),
    };
  };
  return (operation) => execute(operation).catch(asRefusal);
}

/** Apollo Server answers 500 to whatever an executor throws. */
function asRefusal(error: unknown): { errors: readonly GraphQLError[] } {
  if (!(error instanceof VaultError)) throw error;
  const refusal = refuseBy(error);
  if (!refusal) throw error;
  return { errors: [refusal] };
}

const suggestion = / Did you mean .*$/gm; // graphql-js always puts suggestions at the end of a line

/** A caller who may not see the schema gets no suggestions of names from it. */
function tellable(faults: readonly GraphQLError[], { context }: OperationRequest): readonly GraphQLError[] {
  if (context.seesSchema) return faults;
  return faults.map(
    ({ message, source, positions, extensions }) =>
      new GraphQLError(message.replaceAll(suggestion, ''), { source, positions, extensions }),
  );
}

function asGraphqlError({ message, path, extensions }: ShownError): GraphQLError {
  return new GraphQLError(message, { path, extensions: { ...extensions } });
}
