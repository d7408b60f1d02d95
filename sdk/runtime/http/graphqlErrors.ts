import type { GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  isDatabaseAway,
  isDataException,
  isFaultOfRequest,
  VaultError,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';

/** The form in which an error leaves the process: our own sentences and codes, and a mask for the rest; the log has the truth. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: VaultLog,
): GraphQLFormattedError {
  const thrown = unwrapResolverError(error);
  const { path, locations } = formatted;
  if (thrown instanceof VaultError) {
    if (thrown.cause) log.error({ err: thrown, path }, 'an operation failed');
    return {
      message: thrown.message,
      path,
      locations,
      extensions: { ...thrown.extensions, code: thrown.code },
    };
  }
  if (isDataException(thrown)) return { ...unstorable, path, locations };
  if (isDatabaseAway(thrown)) {
    log.warn({ err: thrown, path }, 'an operation failed, because the database cannot be reached');
    return { ...away, path, locations };
  }
  if (isFaultOfRequest(formatted.extensions?.['code'])) return formatted;
  log.error({ err: thrown, path }, 'an operation failed unexpectedly');
  return { ...masked, path, locations };
}

const unstorable = {
  message: 'A value in the input cannot be stored. Change it.',
  extensions: { code: 'BAD_USER_INPUT' },
};
const away = {
  message: 'The database of this part of the graph cannot be reached. Try again in a moment.',
  extensions: { code: 'DATABASE_UNAVAILABLE' },
};
const masked = { message: 'Something went wrong here.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
