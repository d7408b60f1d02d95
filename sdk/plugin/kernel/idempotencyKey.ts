import { VaultError } from './errors.ts';

const pattern = /^[\x21-\x7e]{1,200}$/;

/** The header Idempotency-Key of a request. Throws BAD_REQUEST where it is no such key. */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined || (typeof header === 'string' && pattern.test(header))) return header;
  throw new VaultError('BAD_REQUEST', 'An Idempotency-Key has 1 to 200 visible characters, such as a UUID.');
}
