import type { HTTPGraphQLResponse } from '@apollo/server';
import { errorRow, isErrorCode } from '@nimbusvault/sdk/kernel';
import type { AnswerError } from './errors.ts';

/** The HTTP status of an answer: application/json has 200 for a document at fault, application/graphql-response+json 400. */
export function statusOf({ status = 200, headers }: HTTPGraphQLResponse, text: string): number {
  const isJson = headers.get('content-type')?.startsWith('application/json');
  return status === 400 && isJson && isFaultOfDocument(text) ? 200 : status;
}

function isFaultOfDocument(text: string): boolean {
  const { errors } = JSON.parse(text) as { errors: readonly AnswerError[] };
  return errors.every(({ extensions: { code } }) => isErrorCode(code) && errorRow(code).statusInJson === 200);
}
