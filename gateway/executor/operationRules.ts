import type { ApolloServerPlugin, GraphQLRequestContext, GraphQLRequestListener } from '@apollo/server';
import { errorCodes, type ErrorCode } from '@nimbusvault/sdk/kernel';
import { getVariableValues, GraphQLError } from 'graphql';
import type { RequestContext } from './requestContext.ts';

type Operation = Pick<GraphQLRequestContext<RequestContext>, 'operation' | 'request' | 'schema'>;

/** Answers properly what Apollo Server answers with a 500, or with a megabyte of errors. */
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
