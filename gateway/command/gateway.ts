import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  readEnvironment,
  followSupervisor,
  runUntilStopped,
  tellSupervisor,
  type Verb,
} from '@nimbusvault/runtime/process';
import { openLog, print } from '@nimbusvault/runtime/output';

const options = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  insecure: { type: 'boolean' },
} as const;

// Garbage is collected once the heap has grown by this percentage; V8's default lets it grow to a multiple. This saves a quarter of the memory at no cost in CPU.
const frugality = '--heap-growing-percent=50';

/** `nimbus-gateway`: the one GraphQL endpoint, until it is stopped. */
export const gateway: Verb = {
  summary:
    'Serves core and the active plugins as one graph; settings come from the environment. With --supergraph it serves only that file, to everyone.',
  usage: 'nimbus-gateway [--supergraph FILE --insecure [--port N]]',
  async run(args) {
    const { supergraph, port, insecure } = parseArgs({ args, options }).values;
    followSupervisor('gateway');
    setFlagsFromString(frugality);
    if (supergraph === undefined && port === undefined && !insecure) return serveVault();
    if (supergraph === undefined)
      throw refuse('--port and --insecure are only for a standalone gateway. Add --supergraph FILE.');
    if (!insecure)
      throw refuse('With --supergraph no token is checked. Add --insecure if everyone may query everything.');
    return serveAlone(supergraph, portOf(port));
  },
};

async function serveVault(): Promise<never> {
  const env = readEnvironment(
    'HOST',
    'PORT',
    'NIMBUS_SETTINGS',
    'NIMBUS_SUPERGRAPH',
    'NIMBUS_ASSERTION_PRIVATE_KEY',
    'NIMBUS_DEVELOPMENT_TOKEN',
    'NIMBUS_GATEWAY_STATE',
    'NIMBUS_ADDRESSES',
    'NIMBUS_URL',
  );
  const { startGateway } = await import('../startGateway.ts');
  const running = await startGateway({
    host: env.HOST,
    port: env.PORT,
    settingsFile: env.NIMBUS_SETTINGS,
    supergraphFile: env.NIMBUS_SUPERGRAPH,
    assertionKey: env.NIMBUS_ASSERTION_PRIVATE_KEY,
    developmentToken: env.NIMBUS_DEVELOPMENT_TOKEN,
    publicUrl: env.NIMBUS_URL,
    natsUrl: process.env['NATS_URL'],
    stateFile: env.NIMBUS_GATEWAY_STATE,
    addressesFolder: env.NIMBUS_ADDRESSES,
    env: process.env,
    tell: tellSupervisor,
  });
  return runUntilStopped({ name: 'gateway', ...running });
}

/** Logs only errors, to stderr; stdout has one line, the address. */
async function serveAlone(supergraphFile: string, port: number): Promise<never> {
  const log = openLog('gateway', { level: 'error', fd: 2 });
  const { startGatewayAlone } = await import('../startGatewayAlone.ts'); // does not load the composition library
  const running = await startGatewayAlone({ supergraphFile, port, log });
  const stopped = runUntilStopped({ name: 'gateway', ...running }, log);
  print(`The gateway answers at ${running.url}/graphql`);
  return stopped;
}

function portOf(text = '0'): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw refuse(`--port must be a number from 0 (any free port) to 65535; got "${text}".`);
}

function refuse(message: string): VaultError {
  return new VaultError('BAD_USER_INPUT', `${message} Usage: ${gateway.usage}`);
}
