import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { gatewayUser } from './brokerNames.ts';
import { writePrivately } from './writePrivately.ts';

const secretsSchema = z.object({
  postgres: z.string(),
  nats: z.string(),
  roles: z.record(z.string(), z.string()),
  brokers: z.record(z.string(), z.string()).default({}),
  encryption: z.record(z.string(), z.string()).default({}),
  keys: z.object({
    assertionPrivate: z.string(),
    assertionPublic: z.string(),
    identityPrivate: z.string(),
    identityPublic: z.string(),
  }),
});

/** The passwords and the Ed25519 keys (as JWK texts) of one state folder; `roles` holds a password of PostgreSQL for each subgraph, `brokers` one of NATS, and the gateway's, `encryption` the key of its organizations' secrets. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The secrets of a state folder, generated on first use and stored in its secrets.json; there is one for each of `subgraphs`. */
export function keepSecrets(stateDir: string, subgraphs: readonly string[]): Secrets {
  const file = join(stateDir, 'secrets.json');
  const made = makeSecrets(subgraphs);
  const known = existsSync(file) ? read(file) : made;
  const secrets = {
    ...known,
    roles: { ...made.roles, ...known.roles },
    brokers: { ...made.brokers, ...known.brokers },
    encryption: { ...made.encryption, ...known.encryption },
  };
  writePrivately(file, secrets);
  return secrets;
}

function read(file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const advice = 'Restore it, or delete the whole state folder to start over.';
    throw new VaultError('STACK_FAILED', `${file} is damaged. ${advice}`, { cause });
  }
}

/** New passwords and keys, with a password for each of `subgraphs`. */
export function makeSecrets(subgraphs: readonly string[]): Secrets {
  const assertion = keyPair();
  const identity = keyPair();
  return {
    postgres: password(),
    nats: password(),
    roles: Object.fromEntries(subgraphs.map((name) => [name, password()])),
    brokers: Object.fromEntries([gatewayUser, ...subgraphs].map((name) => [name, password()])),
    encryption: Object.fromEntries(subgraphs.map((name) => [name, encryptionKey()])),
    keys: {
      assertionPrivate: assertion.privateKey,
      assertionPublic: assertion.publicKey,
      identityPrivate: identity.privateKey,
      identityPublic: identity.publicKey,
    },
  };
}

function keyPair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const asText = (key: typeof privateKey) => JSON.stringify(key.export({ format: 'jwk' }));
  return { privateKey: asText(privateKey), publicKey: asText(publicKey) };
}

function encryptionKey(): string {
  return randomBytes(32).toString('base64');
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
