const dataExceptionClass = '22';

/** True for an error of PostgreSQL's class 22: a value that no column can store, which only a caller can have sent. */
export function isDataException(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith(dataExceptionClass);
}
