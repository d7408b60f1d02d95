import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { brokerConfiguration, gatewayUser, operatorUser } from '@nimbusvault/vault';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { readEnvFile } from './envFile.ts';

/** `nimbus broker`: the users and permissions of the NATS server of a vault in containers. */
export const broker: Verb = {
  summary: 'Prints nats.conf: a user of NATS for each process, with the passwords of an .env file.',
  usage: 'nimbus broker [--env-file .env]',
  async run(args) {
    const options = { 'env-file': { type: 'string', default: '.env' } } as const;
    const file = parseArgs({ args, options }).values['env-file'];
    const { NIMBUS_SUPERGRAPH } = readEnvironment('NIMBUS_SUPERGRAPH');
    const { subgraphs } = readSupergraphConfig(NIMBUS_SUPERGRAPH);
    const passwordOf = passwordsIn(file);
    const users = [gatewayUser, ...subgraphs.map(({ name }) => name)];
    const brokers = Object.fromEntries(users.map((user) => [user, passwordOf(variableOf(user))]));
    const secrets = { nats: passwordOf(variableOf(operatorUser)), brokers };
    console.log(
      brokerConfiguration({ listen: '0.0.0.0:4222', http: '0.0.0.0:8222', folder: '/data' }, secrets),
    );
    return 0;
  },
};

/** The variable with a user's password: NATS_PASSWORD is the operator's, NATS_BOOKMARKS_PASSWORD that of Bookmarks. */
export function variableOf(user: string): string {
  return user === operatorUser ? 'NATS_PASSWORD' : `NATS_${user.toUpperCase()}_PASSWORD`;
}

function passwordsIn(file: string): (variable: string) => string {
  const values = readEnvFile(file);
  return (variable) => {
    const password = values[variable];
    if (password) return password;
    const fix = `Add a line ${variable}='<a long random text>'; "nimbus keys" generates it for a new vault.`;
    throw new VaultError('SETTINGS_INVALID', `${file} has no ${variable}. ${fix}`);
  };
}
