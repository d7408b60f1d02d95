import { parseArgs } from 'node:util';
import { coreName, encryptionKeyVariable, VaultError } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { developmentToken, makeSecrets } from '@nimbusvault/vault';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { variableOf } from './broker.ts';
import { encryptionKeyText } from './encryptionKey.ts';
import { readEnvFile } from './envFile.ts';

const options = { token: { type: 'boolean' }, 'env-file': { type: 'string' } } as const;

/** `nimbus keys`: the secrets of a new vault in containers, as the lines of an .env file; or the exchange of one of its keys. */
export const keys: Verb = {
  summary:
    'Prints new passwords and keys as the lines of an .env file; --token adds one for ada@acme. rotate prints how to exchange the key of the gateway, encryption how to make or exchange the key of a plugin.',
  usage: 'nimbus keys [--token] | rotate [--env-file <file>] | encryption <Name> [--env-file <file>]',
  async run(args) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length === 0) return printAll(values.token);
    if (positionals.join(' ') === 'rotate') return rotate(values['env-file'] ?? '.env');
    const [verb, name, ...rest] = positionals;
    if (verb !== 'encryption' || rest.length > 0)
      throw new VaultError('BAD_USER_INPUT', `Usage: ${keys.usage}`);
    console.log(encryptionKeyText(name, values['env-file']));
    return 0;
  },
};

/** The steps in which a gateway's key is exchanged while requests are answered. */
function rotate(file: string): number {
  const known = readPublicKeys(file);
  const { assertionPrivate, assertionPublic } = makeSecrets([]).keys;
  const both = JSON.stringify({ keys: [...known, JSON.parse(assertionPublic) as object] });
  console.log(`# 1. Give all subgraphs the old and the new key, and restart them one by one:
NIMBUS_ASSERTION_PUBLIC_KEY='${both}'
# 2. Give all gateways, and the pipelines that publish, the new private key, and restart them one by one:
NIMBUS_ASSERTION_PRIVATE_KEY='${assertionPrivate}'
# 3. Two minutes after the last gateway has started again, give all subgraphs the new key alone:
NIMBUS_ASSERTION_PUBLIC_KEY='${assertionPublic}'`);
  return 0;
}

function readPublicKeys(file: string): readonly object[] {
  const text = readEnvFile(file)['NIMBUS_ASSERTION_PUBLIC_KEY'];
  if (!text)
    throw new VaultError('BAD_USER_INPUT', `${file} has no NIMBUS_ASSERTION_PUBLIC_KEY to exchange.`);
  const parsed = JSON.parse(text) as { readonly keys?: readonly object[] };
  return parsed.keys ?? [parsed];
}

async function printAll(token: boolean | undefined): Promise<number> {
  const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
  const { subgraphs } = readSupergraphConfig(env.NIMBUS_SUPERGRAPH);
  const secrets = makeSecrets(subgraphs.map(({ name }) => name));
  const files = { settingsFile: env.NIMBUS_SETTINGS, supergraphFile: env.NIMBUS_SUPERGRAPH };
  const source = { ...files, env: process.env, secrets };
  const lines = Object.entries({
    POSTGRES_PASSWORD: secrets.postgres,
    NATS_PASSWORD: secrets.nats,
    ...natsPasswordsOf(secrets.brokers),
    ...passwordsOf(secrets.roles),
    ...encryptionKeysOf(secrets.encryption),
    NIMBUS_ASSERTION_PRIVATE_KEY: secrets.keys.assertionPrivate,
    NIMBUS_ASSERTION_PUBLIC_KEY: secrets.keys.assertionPublic,
    NIMBUS_IDENTITY_PRIVATE_KEY: secrets.keys.identityPrivate,
    NIMBUS_IDENTITY_KEY: secrets.keys.identityPublic,
    NIMBUS_DEVELOPMENT_TOKEN: (token && (await developmentToken(source))) || '',
  });
  console.log(lines.map(([name, value]) => `${name}='${value}'`).join('\n'));
  return 0;
}

function passwordsOf(roles: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(roles).map(([name, password]) => [
    `${name.toUpperCase()}_PASSWORD`,
    password,
  ]);
  return Object.fromEntries(entries);
}

/** Core has no settings of organizations. */
function encryptionKeysOf(keysOf: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const plugins = Object.entries(keysOf).filter(([name]) => name !== coreName);
  return Object.fromEntries(plugins.map(([name, key]) => [encryptionKeyVariable(name), key]));
}

function natsPasswordsOf(brokers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(brokers).map(([user, password]) => [variableOf(user), password]));
}
