import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { print } from '@nimbusvault/runtime/output';
import { readEnvironment, onlyName, type Verb } from '@nimbusvault/runtime/process';
import { readStackState, startGuest } from '@nimbusvault/vault';
import { stateDir } from './stateDir.ts';
import { tell } from './tell.ts';

const options = { vault: { type: 'string' } } as const;

/** `nimbus dev <Name>`: runs a plugin in its own repository in a vault on this machine. */
export const dev: Verb = {
  summary: 'Migrates and runs a plugin in the vault on this machine, and restarts it when its code is saved.',
  usage: 'nimbus dev <Name> [--vault <folder of the vault>]   (or NIMBUS_STATE)',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    const vaultDir = values.vault ? resolve(values.vault, '.nimbus') : stateDir();
    const vault = readStackState(vaultDir);
    const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    const stopped = Promise.withResolvers<void>();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.resolve());
    const guest = await startGuest({
      name,
      vault,
      vaultDir,
      stateDir: resolve('.nimbus'),
      settingsFile: env.NIMBUS_SETTINGS,
      supergraphFile: env.NIMBUS_SUPERGRAPH,
      tell,
    });
    print(
      `${name} runs in the vault at ${vault.gatewayUrl}. Activate it with "nimbus activate ${name}". Ctrl-C stops it.`,
    );
    await stopped.promise;
    await guest.stop();
    return 0;
  },
};
