import { readBaseSettings, type BaseSettings } from '@nimbusvault/sdk/kernel';
import type { Site } from './site.ts';

/** The files that contain the platform's own settings. */
export type SettingsSource = Pick<Site, 'settingsFile' | 'env' | 'secrets'>;

/** Returns the platform's own settings as the processes of this stack see them. Throws SETTINGS_INVALID. */
export function settingsOf({ settingsFile, env, secrets }: SettingsSource): BaseSettings {
  return readBaseSettings(settingsFile, { ...env, NIMBUS_IDENTITY_KEY: secrets.keys.identityPublic });
}
