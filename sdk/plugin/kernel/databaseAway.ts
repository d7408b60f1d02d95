const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[123]|53300)$/;
const words = /connection terminated|timeout exceeded when trying to connect|not queryable|has been closed/i;

/**
 * True for an error that says that PostgreSQL cannot be reached, shuts down or starts, or has no connection left: by
 * Node's code, by PostgreSQL's (classes 08 and 57P, and 53300), or by the driver's words.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError) return false; // fetch throws TypeErrors with such causes
  if ('code' in error && codes.test(String(error.code))) return true;
  return words.test(error.message) || isDatabaseAway(error.cause);
}
