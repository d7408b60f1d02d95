import { parseArgs } from 'node:util';
import {
  followSupervisor,
  loadPlugin,
  pluginVersion,
  readEnvironment,
  runUntilStopped,
  serveSubgraph,
} from '../runtime/index.ts';
import { onlyName } from './arguments.ts';
import type { Verb } from './verb.ts';

/** `nimbus serve <Name>`: one subgraph process, until it is told to stop. */
export const serve: Verb = {
  summary: 'Serves one subgraph; settings come from the environment.',
  usage: 'nimbus serve <Name>',
  async run(args) {
    followSupervisor();
    const name = onlyName(parseArgs({ args, allowPositionals: true }).positionals);
    const env = readEnvironment(
      'HOST',
      'PORT',
      'DATABASE_URL',
      'NATS_URL',
      'NIMBUS_URL',
      'NIMBUS_SETTINGS',
      'NIMBUS_SUPERGRAPH',
      'NIMBUS_ASSERTION_PUBLIC_KEY',
    );
    const plugin = await loadPlugin(name, env.NIMBUS_SUPERGRAPH);
    const running = await serveSubgraph(plugin, {
      host: env.HOST,
      port: env.PORT,
      databaseUrl: env.DATABASE_URL,
      natsUrl: env.NATS_URL,
      settingsFile: env.NIMBUS_SETTINGS,
      assertionPublicKey: env.NIMBUS_ASSERTION_PUBLIC_KEY,
      version: pluginVersion(name, env.NIMBUS_SUPERGRAPH),
      publicUrl: env.NIMBUS_URL,
    });
    return runUntilStopped(running);
  },
};
