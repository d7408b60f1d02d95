import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { parse } from 'graphql';
import { fitToSchema } from './fitToSchema.ts';
import { lostFields } from './lostFields.ts';
import { representationsOf, withDefaults, type Question } from './question.ts';
import { readAnswer, type Json } from './readAnswer.ts';
import type { RequestContext } from './requestContext.ts';
import type { SubgraphClient, SubgraphReply } from './subgraphClient.ts';
import { errorsOfFailure, shownErrors, type ShownError } from './subgraphErrors.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

/** What a data source works with. */
export interface Subgraph {
  readonly name: string;
  readonly client: SubgraphClient;
  readonly policy: SubgraphPolicy;
}

interface Fetch extends Question {
  readonly query: string;
  /** Where in the answer it goes. */
  readonly place: readonly (string | number)[];
  readonly context: RequestContext;
}

interface Fetched {
  readonly data: Json | null;
  readonly errors: ShownError[];
}

/** Answers the fetches of query plans. It never throws: what fails is null, with one error for each field that is lost. */
export function subgraphSource(subgraph: Subgraph): GraphQLDataSource {
  return { process: (options) => answer(subgraph, fetchOf(options)) };
}

type PlannedFetch = Extract<GraphQLDataSourceProcessOptions, { pathInIncomingRequest?: unknown }>;

/** Schemas come from files and nobody probes subgraphs, so that all there is to process are fetches of query plans. */
function fetchOf(options: GraphQLDataSourceProcessOptions): Fetch {
  const { request, context, incomingRequestContext, ...plan } = options as PlannedFetch;
  const { query = '', variables = {} } = request;
  const { document = parse(query) } = plan;
  return {
    query,
    place: plan.pathInIncomingRequest ?? [],
    document,
    variables: withDefaults(document, variables),
    schema: incomingRequestContext.schema,
    context: context as RequestContext,
  };
}

async function answer(subgraph: Subgraph, fetch: Fetch): Promise<Fetched> {
  const { name } = subgraph;
  try {
    const { data, errors } = readAnswer(
      subgraph,
      await post(subgraph, fetch),
      representationsOf(fetch)?.length,
    );
    fetch.context.missing.note(fetch.place, data);
    const lost = errors.length > 0 ? lostFields(fetch) : [];
    const shown = shownErrors(subgraph, errors, { lost, context: fetch.context });
    return { data, errors: [...shown, ...misfits(name, data, fetch)] };
  } catch (error) {
    const failure = asFailure(error);
    fetch.context.log.warn({ subgraph: name, code: failure.code, err: failure.cause }, failure.message);
    return { data: null, errors: errorsOfFailure(name, failure, lostFields(fetch)) };
  }
}

async function post({ name, client, policy }: Subgraph, fetch: Fetch): Promise<SubgraphReply> {
  const { query, variables, context } = fetch;
  const identity = await policy.headersFor(name, context);
  return client.post({
    body: JSON.stringify({ query, variables }),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-request-id': context.requestId,
      ...identity,
      ...(context.traceparent ? { traceparent: context.traceparent } : {}),
      ...(context.idempotencyKey ? { 'idempotency-key': context.idempotencyKey } : {}),
    },
    signal: context.signal,
    repeatable: !query.startsWith('mutation'),
  });
}

function misfits(name: string, data: Json | null, fetch: Fetch): ShownError[] {
  const paths = data ? fitToSchema(data, fetch) : [];
  if (paths.length === 0) return [];
  const failure = new VaultError(
    'RESPONSE_VALIDATION_FAILED',
    `${name} answered with a value that its schema does not allow.`,
  );
  fetch.context.log.warn({ subgraph: name, paths: paths.slice(0, 10) }, failure.message);
  return errorsOfFailure(name, failure, paths);
}

function asFailure(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  return new VaultError('INTERNAL_SERVER_ERROR', 'The gateway failed to ask a subgraph.', { cause: error });
}
