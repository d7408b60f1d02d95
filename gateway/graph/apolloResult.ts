import type { HTTPGraphQLResponse } from '@apollo/server';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { FormattedExecutionResult } from 'graphql';

/** Keeps a result as an object: Apollo Server hands on what this returns, and the front masks errors before it writes text. */
export async function keepResult(result: FormattedExecutionResult): Promise<string> {
  return result as unknown as string;
}

/** The result that `keepResult` has kept. */
export function resultOf({ body }: HTTPGraphQLResponse): FormattedExecutionResult {
  if (body.kind === 'complete') return body.string as unknown as FormattedExecutionResult;
  throw new VaultError('BAD_REQUEST', 'Multipart answers are not supported.');
}
