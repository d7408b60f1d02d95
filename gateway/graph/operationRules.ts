import {
  HeaderMap,
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLRequestListener,
} from '@apollo/server';
import { errorRow, isErrorCode, type ErrorCode, type VaultError } from '@nimbusvault/sdk/kernel';
import { GraphQLError, Kind, type GraphQLErrorOptions, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../executor/requestContext.ts';

/** The place of a fault in a document. */
type SourcePlace = Pick<GraphQLErrorOptions, 'source' | 'positions'>;

type Operation = Pick<GraphQLRequestContext<RequestContext>, 'document' | 'operation' | 'request'>;

/** Refuses with a proper error the requests that Apollo Server answers with a 500. */
export function operationRules(): ApolloServerPlugin<RequestContext> {
  const listener: GraphQLRequestListener<RequestContext> = {
    async didResolveOperation(operation) {
      checkOperation(operation);
    },
    async didEncounterErrors({ errors, contextValue: { log } }) {
      const unexpected = errors.filter(
        ({ extensions }) => !isErrorCode(extensions.code) && !extensions.subgraph,
      );
      for (const error of unexpected) log.error({ err: error.originalError ?? error }, error.message);
    },
  };
  return { requestDidStart: async () => listener };
}

function checkOperation({ document, operation, request }: Operation): void {
  if (operation?.operation === 'subscription')
    throw refuse('BAD_REQUEST', 'Subscriptions are not supported.');
  if (operation) return;
  if (!document?.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION))
    throw refuse(
      'GRAPHQL_VALIDATION_FAILED',
      'The document has no operation. Add one, such as { __typename }.',
    );
  const message = request.operationName
    ? 'The document has no operation with that operationName.'
    : 'The document has several operations: name the one to run in operationName.';
  throw refuse('OPERATION_RESOLUTION_FAILURE', message);
}

/** Refuses an operation; Apollo Server reads the HTTP status from the error. */
export function refuse(code: ErrorCode, message: string, document: SourcePlace = {}): GraphQLError {
  const { status } = errorRow(code);
  return new GraphQLError(message, { ...document, extensions: { code, http: { status } } });
}

/** The refusal for an error whose code refuses requests; Apollo Server reads Retry-After from it, too. */
export function refuseBy({ code, message, extensions }: VaultError): GraphQLError | undefined {
  const { status } = errorRow(code);
  if (status === null || status === 500) return undefined;
  const { retryAfter } = extensions;
  const headers = new HeaderMap(typeof retryAfter === 'number' ? [['retry-after', `${retryAfter}`]] : []);
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/** Apollo Server refuses some requests, such as a query that does not match its hash, with only a status. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { code, http } = (error as Partial<GraphQLError>).extensions ?? {};
  const isRefusal = (http as { status?: number } | undefined)?.status === 400;
  if (!isRefusal || isErrorCode(code)) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_REQUEST' satisfies ErrorCode } };
}
