import { readBaseSettings } from '@nimbusvault/sdk/kernel';
import type { TokenIssuer } from '@nimbusvault/runtime';
import { settingsIn } from '@nimbusvault/runtime/registry';
import { readStackState } from '../stack/ground/stackState.ts';

const lifetime = '30d';

/** Returns the issuer of the tokens of the development vault that runs on `stateDir`. Throws STACK_FAILED if none runs. */
export function developmentIssuer(stateDir: string): TokenIssuer {
  const { settingsFile, supergraphFile, keys } = readStackState(stateDir);
  const env = { ...process.env, NIMBUS_IDENTITY_KEY: keys.identityPublic };
  const { issuer, audience } = readBaseSettings(settingsIn({ settingsFile, supergraphFile }), env).identity;
  return { issuer, audience, privateKey: keys.identityPrivate, lifetime };
}
