import { z } from 'zod';
import {
  encryptionKeysName,
  parseAt,
  readSections,
  resolveReferences,
  type SettingsSource,
} from './settings.ts';

/** The environment variable of a plugin's encryption key, unless its settings name another. */
export function encryptionKeyVariable(plugin: string): string {
  return `${plugin.toUpperCase()}_ENCRYPTION_KEY`;
}

const keyReference = z
  .string()
  .regex(/^\$\{(?:env|file)\.[^}]+\}$/, 'must be a reference: ${env.NAME} or ${file./run/secrets/name}');

export const encryptionKeys = z.strictObject({ current: keyReference, previous: keyReference.optional() });

/** The keys of a plugin's secrets in its section, as JSON Schema. */
export function encryptionKeysSchema(): object {
  return z.toJSONSchema(encryptionKeys, { io: 'input' });
}

/** The key that encrypts, and the one before it, which still decrypts. */
export type EncryptionKeys = z.infer<typeof encryptionKeys>;

/**
 * Reads the keys that encrypt a plugin's secrets, as texts: `encryptionKeys` of its section, or else the environment variable
 * `<NAME>_ENCRYPTION_KEY`. Throws SETTINGS_INVALID with the path of each that is missing, or is not a reference.
 */
export function readEncryptionKeys(source: SettingsSource, plugin: string): EncryptionKeys {
  const section = readSections(source)[plugin];
  const written = (section as Record<string, unknown> | undefined)?.[encryptionKeysName];
  const path = `${plugin}.${encryptionKeysName}`;
  const keys = parseAt(
    encryptionKeys,
    written ?? { current: `\${env.${encryptionKeyVariable(plugin)}}` },
    `${typeof source === 'string' ? source : source.file}: ${path}`,
  );
  return resolveReferences(keys, path, process.env) as EncryptionKeys;
}
