import { parseArgs } from 'node:util';
import { loadPlugin } from '../process/loadPlugin.ts';
import { openPlugin } from '../database/openPlugin.ts';
import { readEnvironment } from '../process/environment.ts';
import { settingsIn } from '../registry/supergraphConfig.ts';
import { runtimeUrlOf } from './runtimeUrlOf.ts';
import type { Verb } from '../process/verb.ts';

/** `nimbus-subgraph seed <Name>…`: the development data of each plugin. */
export const seed: Verb = {
  summary: 'Inserts the missing rows of the development seed.',
  usage: 'nimbus-subgraph seed <Name>…   (DATABASE_URL, or <NAME>_DATABASE_URL for each)',
  async run(args) {
    const names = parseArgs({ args, allowPositionals: true }).positionals;
    const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    for (const name of names) {
      const plugin = await loadPlugin(name, env.NIMBUS_SUPERGRAPH);
      await using opened = await openPlugin(plugin, {
        databaseUrl: runtimeUrlOf(name),
        settingsFile: settingsIn({
          settingsFile: env.NIMBUS_SETTINGS,
          supergraphFile: env.NIMBUS_SUPERGRAPH,
        }),
      });
      for (const [org, sow] of Object.entries(plugin.seed)) await opened.transaction(org, sow);
    }
    return 0;
  },
};
