import { parseArgs } from 'node:util';
import { followSupervisor, runUntilStopped } from '../process/lifecycle.ts';
import { loadPlugin, pluginVersion } from '../process/loadPlugin.ts';
import { readEnvironment } from '../process/environment.ts';
import { settingsIn } from '../registry/supergraphConfig.ts';
import { serveSubgraph } from '../serveSubgraph.ts';
import { onlyName } from '../process/arguments.ts';
import type { Verb } from '../process/verb.ts';

/** `nimbus-subgraph serve <Name>`: one subgraph process, until it is stopped. */
export const serve: Verb = {
  summary: 'Serves one subgraph; settings come from the environment.',
  usage: 'nimbus-subgraph serve <Name>',
  async run(args) {
    const name = onlyName(parseArgs({ args, allowPositionals: true }).positionals);
    followSupervisor(name);
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
      settingsFile: settingsIn({ settingsFile: env.NIMBUS_SETTINGS, supergraphFile: env.NIMBUS_SUPERGRAPH }),
      assertionPublicKey: env.NIMBUS_ASSERTION_PUBLIC_KEY,
      version: pluginVersion(name, env.NIMBUS_SUPERGRAPH),
      publicUrl: env.NIMBUS_URL,
    });
    return runUntilStopped(running);
  },
};
