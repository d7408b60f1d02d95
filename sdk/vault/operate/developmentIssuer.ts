import { readBaseSettings } from '@nimbusvault/sdk/kernel';
import type { TokenIssuer } from '@nimbusvault/runtime';
import { readStackState } from '../stack/ground/stackState.ts';

const lifetime = '30d';

/** Returns the issuer of the tokens of the development vault that runs on `stateDir`. Throws STACK_FAILED if none runs. */
export function developmentIssuer(stateDir: string): TokenIssuer {
  const { settingsFile, keys } = readStackState(stateDir);
  const env = { ...process.env, NIMBUS_IDENTITY_KEY: keys.identityPublic };
  const { issuer, audience } = readBaseSettings(settingsFile, env).identity;
  return { issuer, audience, privateKey: keys.identityPrivate, lifetime };
}
