import {
  readEncryptionKeys,
  readPluginSettings,
  type OrganizationSettings,
  type SettingsSource,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { hostSettings } from './hostSettings.ts';
import { openSecretBox, type SecretBox } from './secretBox.ts';
import type { SettingsSite } from './storedSettings.ts';

/** The plugin's sections of settings: the vault's for the plugin, and the organizations' own, with what they are kept by. */
interface PluginSettings {
  readonly settings: unknown;
  readonly organizationSettings?: OrganizationSettings;
  readonly site?: SettingsSite;
}

/** Reads the plugin's settings, and the keys of its secrets if organizations give it any. Throws SETTINGS_INVALID. */
export function readSettings(plugin: Plugin, source: SettingsSource): PluginSettings {
  const { name, organizationSettings: organization } = plugin;
  const settings = readPluginSettings(source, name, plugin.settings);
  if (!organization) return { settings };
  const hasSecrets = organization.fields.some(({ isSecret }) => isSecret);
  const box = hasSecrets ? openSecretBox(name, readEncryptionKeys(source, name)) : emptyBox;
  const site = { plugin: name, organization, box };
  return { settings, organizationSettings: hostSettings(site), site };
}

/** For a plugin without secrets, which has no keys. */
const emptyBox: SecretBox = {
  seal: (text) => text,
  open: (sealed) => sealed,
  isCurrent: () => true,
};
