import type { HTTPGraphQLResponse } from '@apollo/server';
import { errorRow, isErrorCode } from '@nimbusvault/sdk/kernel';
import type { GraphQLFormattedError } from 'graphql';

/** The HTTP status of an answer: application/json has 200 for a document at fault, application/graphql-response+json 400. */
export function statusOf(
  { status = 200, headers }: HTTPGraphQLResponse,
  errors: readonly GraphQLFormattedError[] = [],
): number {
  const isJson = headers.get('content-type')?.startsWith('application/json');
  return status === 400 && isJson && errors.every(isFaultOfDocument) ? 200 : status;
}

function isFaultOfDocument({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.['code'];
  return isErrorCode(code) && errorRow(code).statusInJson === 200;
}
