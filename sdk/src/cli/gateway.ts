import { readEnvironment } from '../runtime/environment.ts';
import { followSupervisor, runUntilStopped, tellSupervisor } from '../runtime/lifecycle.ts';
import type { Verb } from './verb.ts';

/** `nimbus gateway`: the one GraphQL endpoint, until it is told to stop. */
export const gateway: Verb = {
  summary: 'Serves core and the active plugins as one graph; settings come from the environment.',
  usage: 'nimbus gateway',
  async run() {
    followSupervisor();
    const env = readEnvironment(
      'HOST',
      'PORT',
      'NIMBUS_SETTINGS',
      'NIMBUS_SUPERGRAPH',
      'NIMBUS_ASSERTION_PRIVATE_KEY',
      'NIMBUS_DEVELOPMENT_TOKEN',
    );
    const { startGateway } = await import('@nimbusvault/gateway');
    const running = await startGateway({
      host: env.HOST,
      port: env.PORT,
      settingsFile: env.NIMBUS_SETTINGS,
      supergraphFile: env.NIMBUS_SUPERGRAPH,
      assertionKey: env.NIMBUS_ASSERTION_PRIVATE_KEY,
      developmentToken: env.NIMBUS_DEVELOPMENT_TOKEN,
      env: process.env,
      tell: tellSupervisor,
    });
    return runUntilStopped({ name: 'gateway', ...running });
  },
};
