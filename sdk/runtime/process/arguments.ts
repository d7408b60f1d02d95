import { VaultError } from '@nimbusvault/sdk/kernel';

/** Returns the one name that a verb accepts; throws BAD_USER_INPUT for none or several. */
export function onlyName(positionals: readonly string[]): string {
  const [name, ...more] = positionals;
  if (name !== undefined && more.length === 0) return name;
  throw new VaultError('BAD_USER_INPUT', `Give exactly one name; got ${positionals.length}.`);
}
