import type { GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import { isDataException, VaultError, type VaultLog } from '../kernel/index.ts';

const knownCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
];

/** What leaves the process for an error: our own sentences and codes, and for the rest a mask; the log has the truth. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: VaultLog,
): GraphQLFormattedError {
  const thrown = unwrapResolverError(error);
  const { path, locations } = formatted;
  if (thrown instanceof VaultError) {
    if (thrown.cause) log.error({ err: thrown, path }, 'an operation failed');
    return { message: thrown.message, path, locations, extensions: { code: thrown.code } };
  }
  if (isDataException(thrown)) {
    return {
      message: 'A value in the input is not one that can be stored.',
      path,
      locations,
      extensions: { code: 'BAD_USER_INPUT' },
    };
  }
  if (knownCodes.includes(String(formatted.extensions?.['code']))) return formatted;
  log.error({ err: thrown, path }, 'an operation failed unexpectedly');
  return {
    message: 'Something went wrong here.',
    path,
    locations,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
