import { readBaseSettings, type BaseSettings } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';
import type { Site } from './site.ts';

/** The files that contain the platform's own settings. */
export type SettingsSource = Pick<Site, 'settingsFile' | 'supergraphFile' | 'env' | 'secrets'>;

/** Returns the platform's own settings as the processes of this stack see them. Throws SETTINGS_INVALID. */
export function settingsOf({ env, secrets, ...files }: SettingsSource): BaseSettings {
  return readBaseSettings(settingsIn(files), { ...env, NIMBUS_IDENTITY_KEY: secrets.keys.identityPublic });
}
