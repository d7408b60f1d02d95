import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { loadPlugin, pluginFolder } from '../process/loadPlugin.ts';
import { migrate as migratePlugin } from '../database/migrate.ts';
import { readEnvironment } from '../process/environment.ts';
import { runtimeUrlOf } from './runtimeUrlOf.ts';
import { say } from '../output/say.ts';
import { seed } from './seed.ts';
import type { Verb } from '../process/verb.ts';

/** `nimbus-subgraph migrate <Name>…`: schema, runtime role and migrations of each plugin, as the database's owner; `--seed` then seeds them. */
export const migrate: Verb = {
  summary: 'Creates the schema and the runtime role of plugins and runs their migrations; safe to repeat.',
  usage:
    'nimbus-subgraph migrate <Name>… [--seed]   (OWNER_DATABASE_URL; DATABASE_URL, or <NAME>_DATABASE_URL for each)',
  async run(args) {
    const options = { seed: { type: 'boolean' } } as const;
    const { positionals: names, values } = parseArgs({ args, allowPositionals: true, options });
    if (names.length === 0) throw new VaultError('BAD_USER_INPUT', 'Name the plugins to migrate.');
    const env = readEnvironment('OWNER_DATABASE_URL', 'NIMBUS_SUPERGRAPH');
    await Promise.all(names.map((name) => migrateOne(name, env)));
    return values.seed ? seed.run(names) : 0;
  },
};

async function migrateOne(
  name: string,
  env: { readonly OWNER_DATABASE_URL: string; readonly NIMBUS_SUPERGRAPH: string },
): Promise<void> {
  const plugin = await loadPlugin(name, env.NIMBUS_SUPERGRAPH);
  const urls = { owner: env.OWNER_DATABASE_URL, runtime: runtimeUrlOf(name) };
  await migratePlugin(plugin, urls, pluginFolder(name, env.NIMBUS_SUPERGRAPH));
  say(`${name} is migrated.`);
}
