import type { ApolloServerPlugin, GraphQLRequestContext, GraphQLRequestListener } from '@apollo/server';
import { errorCodes, type ErrorCode } from '@nimbusvault/sdk/kernel';
import { getVariableValues, GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { MissingEntities } from './missingEntities.ts';
import type { RequestContext } from './requestContext.ts';

type Operation = Pick<GraphQLRequestContext<RequestContext>, 'operation' | 'request' | 'schema'>;

/** Answers properly what Apollo Server and @apollo/gateway answer with a 500, with a megabyte of errors, or with a null and no error. */
export function operationRules(mostErrors: number): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    async didResolveOperation(operation) {
      checkOperation(operation);
      checkVariables(operation, mostErrors);
    },
    async didEncounterErrors({ errors, contextValue: { log } }) {
      const unexpected = errors.filter(({ extensions }) => !isCode(extensions.code) && !extensions.subgraph);
      for (const error of unexpected) log.error({ err: error.originalError ?? error }, error.message);
    },
    async willSendResponse({ response: { body }, contextValue: { missing } }) {
      if (body.kind === 'single') body.singleResult = withCompletionErrors(body.singleResult, missing);
    },
  };
  return { requestDidStart: async () => listener };
}

function checkOperation({ operation, request }: Operation): void {
  if (operation?.operation === 'subscription')
    throw refuse('BAD_REQUEST', 'Subscriptions are not supported.');
  if (operation) return;
  const message = request.operationName
    ? 'The document has no operation of that operationName.'
    : 'The document has no single operation: say in operationName which one to run.';
  throw refuse('OPERATION_RESOLUTION_FAILURE', message);
}

/** Stops at `mostErrors`; the gateway itself would collect them all. */
function checkVariables({ operation, request, schema }: Operation, mostErrors: number): void {
  const options = { maxErrors: mostErrors };
  const { errors } = getVariableValues(
    schema,
    operation?.variableDefinitions ?? [],
    request.variables ?? {},
    options,
  );
  if (errors) throw refuse('BAD_USER_INPUT', errors.map(({ message }) => message).join('\n'));
}

function refuse(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

function isCode(code: unknown): boolean {
  return (errorCodes as readonly unknown[]).includes(code);
}

/**
 * @apollo/gateway hides in an extension that it had to null a value which the schema does not allow. An entity that is gone
 * has no value for any field, and is null as it should be.
 */
function withCompletionErrors(
  result: FormattedExecutionResult,
  missing: MissingEntities,
): FormattedExecutionResult {
  const { valueCompletion, ...extensions } = result.extensions ?? {};
  if (!Array.isArray(valueCompletion)) return result;
  const faults = (valueCompletion as GraphQLError[]).filter((error) => !missing.explain(error, result.data));
  const errors = faults.map(({ message, path }) => ({
    message,
    path,
    extensions: { code: 'RESPONSE_VALIDATION_FAILED' satisfies ErrorCode },
  }));
  return {
    ...result,
    errors: errors.length > 0 ? errors : undefined,
    extensions: Object.keys(extensions).length > 0 ? extensions : undefined,
  };
}
