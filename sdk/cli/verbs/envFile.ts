import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** The variables of an .env file. Throws SETTINGS_INVALID if it cannot be read. */
export function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (cause) {
    const fix = 'Create it with "npx nimbus keys > .env", or name another one with --env-file.';
    throw new VaultError('SETTINGS_INVALID', `${file} cannot be read. ${fix}`, { cause });
  }
}
