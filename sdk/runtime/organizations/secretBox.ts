import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { VaultError, type EncryptionKeys } from '@nimbusvault/sdk/kernel';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** The place of a secret: a ciphertext decrypts nowhere else. */
interface SecretPlace {
  readonly plugin: string;
  readonly org: string;
  readonly field: string;
}

/** Encrypts and decrypts the secrets of one plugin. */
export interface SecretBox {
  seal(text: string, place: SecretPlace): string;
  /** Throws ENCRYPTION_KEY_MISSING, or ORGANIZATION_SETTINGS_INVALID for a text that was not sealed for that place. */
  open(sealed: string, place: SecretPlace): string;
  /** Whether the current key has encrypted it. */
  isCurrent(sealed: string): boolean;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Opens the box with a plugin's keys: 32 random bytes each, in base64. Throws SETTINGS_INVALID for any other. */
export function openSecretBox(plugin: string, { current, previous }: EncryptionKeys): SecretBox {
  const newest = keyOf(current, `${plugin}.encryptionKeys.current`);
  const keys = [newest, ...(previous ? [keyOf(previous, `${plugin}.encryptionKeys.previous`)] : [])];
  return {
    seal: (text, place) => seal(text, place, newest),
    open: (sealed, place) => open(sealed, place, keys),
    isCurrent: (sealed) => partsOf(sealed)?.keyId === newest.id,
  };
}

function keyOf(text: string, path: string): Key {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === keyBytes) return { bytes, id: idOf(bytes) };
  throw new VaultError(
    'SETTINGS_INVALID',
    `${path} must be 32 random bytes in base64. Make such a key: "openssl rand -base64 32".`,
  );
}

/** Tells one key from another, and nothing about it. */
function idOf(bytes: Buffer): string {
  return createHash('sha256').update('nimbusvault key id').update(bytes).digest('base64url').slice(0, 8);
}

function seal(text: string, place: SecretPlace, { id, bytes }: Key): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aadOf(place));
  const box = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${id}.${box.toString('base64url')}`;
}

function open(sealed: string, place: SecretPlace, keys: readonly Key[]): string {
  const parts = partsOf(sealed);
  if (!parts) throw damaged(place);
  const key = keys.find(({ id }) => id === parts.keyId);
  if (!key) throw unknownKey(place);
  try {
    return decrypt(parts.box, place, key);
  } catch {
    throw damaged(place);
  }
}

function decrypt(box: Buffer, place: SecretPlace, { bytes }: Key): string {
  const decipher = createDecipheriv(algorithm, bytes, box.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(aadOf(place));
  decipher.setAuthTag(box.subarray(-tagBytes));
  const text = decipher.update(box.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

function partsOf(sealed: string): { readonly keyId: string; readonly box: Buffer } | undefined {
  const [, keyId, text] = /^v1\.([\w-]{8})\.([\w-]+)$/.exec(sealed) ?? [];
  const box = Buffer.from(text ?? '', 'base64url');
  return keyId && box.length >= nonceBytes + tagBytes ? { keyId, box } : undefined;
}

function aadOf({ plugin, org, field }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([plugin, org, field]));
}

function unknownKey({ plugin, org, field }: SecretPlace): VaultError {
  return new VaultError(
    'ENCRYPTION_KEY_MISSING',
    `The secret "${field}" of ${plugin} for ${org} was encrypted with a key that this process does not have. Put that key back, as ${plugin}.encryptionKeys.previous in vault-settings.json, or have an admin of ${org} enter the secret again.`,
  );
}

function damaged({ plugin, org, field }: SecretPlace): VaultError {
  return new VaultError(
    'ORGANIZATION_SETTINGS_INVALID',
    `The secret "${field}" of ${plugin} for ${org} cannot be decrypted: it was not encrypted for this field and organization, or is damaged. An admin of ${org} enters it again.`,
  );
}
