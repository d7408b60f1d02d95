import { join } from 'node:path';
import { inject } from 'vitest';
import { sharedVault } from './sharedVault.ts';

/** The environment of one more gateway, subgraph of Bookmarks or verb of the shared vault; a gateway keeps its state in `folder`. */
export function environmentOfMore(folder: string): NodeJS.ProcessEnv {
  const { natsUrl, settingsFile, supergraphFile, subgraphs, keys } = sharedVault();
  const urls = Object.values(subgraphs).map(({ variable, url }) => [variable, url]);
  return {
    ...process.env,
    ...Object.fromEntries(urls),
    DATABASE_URL: subgraphs['Bookmarks']?.databaseUrl,
    NATS_URL: natsUrl,
    NIMBUS_STATE: inject('stateDir'),
    NIMBUS_SETTINGS: settingsFile,
    NIMBUS_SUPERGRAPH: supergraphFile,
    NIMBUS_ASSERTION_PRIVATE_KEY: keys.assertionPrivate,
    NIMBUS_ASSERTION_PUBLIC_KEY: keys.assertionPublic,
    NIMBUS_IDENTITY_KEY: keys.identityPublic,
    NIMBUS_GATEWAY_STATE: join(folder, 'gateway.json'),
  };
}
