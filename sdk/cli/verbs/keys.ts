import { parseArgs } from 'node:util';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { developmentToken, makeSecrets } from '@nimbusvault/vault';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { variableOf } from './broker.ts';

/** `nimbus keys`: the secrets of a new vault in containers, as the lines of an .env file. */
export const keys: Verb = {
  summary: 'Prints new passwords and keys as the lines of an .env file; --token adds one for ada@acme.',
  usage: 'nimbus keys [--token]',
  async run(args) {
    const { token } = parseArgs({ args, options: { token: { type: 'boolean' } } }).values;
    const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    const { subgraphs } = readSupergraphConfig(env.NIMBUS_SUPERGRAPH);
    const secrets = makeSecrets(subgraphs.map(({ name }) => name));
    const source = { settingsFile: env.NIMBUS_SETTINGS, env: process.env, secrets };
    const lines = Object.entries({
      POSTGRES_PASSWORD: secrets.postgres,
      NATS_PASSWORD: secrets.nats,
      ...natsPasswordsOf(secrets.brokers),
      ...passwordsOf(secrets.roles),
      NIMBUS_ASSERTION_PRIVATE_KEY: secrets.keys.assertionPrivate,
      NIMBUS_ASSERTION_PUBLIC_KEY: secrets.keys.assertionPublic,
      NIMBUS_IDENTITY_PRIVATE_KEY: secrets.keys.identityPrivate,
      NIMBUS_IDENTITY_KEY: secrets.keys.identityPublic,
      NIMBUS_DEVELOPMENT_TOKEN: (token && (await developmentToken(source))) || '',
    });
    console.log(lines.map(([name, value]) => `${name}='${value}'`).join('\n'));
    return 0;
  },
};

function passwordsOf(roles: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(roles).map(([name, password]) => [
    `${name.toUpperCase()}_PASSWORD`,
    password,
  ]);
  return Object.fromEntries(entries);
}

function natsPasswordsOf(brokers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(brokers).map(([user, password]) => [variableOf(user), password]));
}
