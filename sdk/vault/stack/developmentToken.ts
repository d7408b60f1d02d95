import { signToken } from '@nimbusvault/runtime';
import { settingsOf, type SettingsSource } from './ground/settingsOf.ts';

const ada = '00000000-0000-4000-8000-0000000000a1';
const lifetime = '30d';

/** Returns a token for ada@acme of the development seed, or undefined if the settings trust another key than that of the secrets. */
export async function developmentToken(source: SettingsSource): Promise<string | undefined> {
  const { keys } = source.secrets;
  const { issuer, audience, key } = settingsOf(source).identity;
  if (key !== keys.identityPublic) return undefined;
  const issuedBy = { privateKey: keys.identityPrivate, issuer, audience, lifetime };
  return signToken({ org: 'acme', userId: ada, roles: ['member', 'admin'] }, issuedBy);
}
