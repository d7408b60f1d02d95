import { parseArgs } from 'node:util';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { examine } from '@nimbusvault/vault';
import { stateDir } from './stateDir.ts';
import { tell } from './tell.ts';

/** `nimbus doctor`: checks whether this machine can run a vault. */
export const doctor: Verb = {
  summary: 'Checks whether a vault can run on this machine, and shows a remedy for each fault.',
  usage: 'nimbus doctor [--json]',
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
    const { NIMBUS_SETTINGS: settingsFile, NIMBUS_SUPERGRAPH: supergraphFile } = readEnvironment(
      'NIMBUS_SETTINGS',
      'NIMBUS_SUPERGRAPH',
    );
    const port = Number(process.env['NIMBUS_PORT'] ?? 4000);
    const found = await examine({
      stateDir: stateDir(),
      port,
      settingsFile,
      supergraphFile,
      env: process.env,
      tell,
    });
    if (values.json) console.log(JSON.stringify(found));
    else
      for (const each of found)
        console.log(`${each.fault ? 'FAILED' : 'PASSED'}  ${each.what}: ${each.fault ?? each.found}`);
    return found.some(({ fault }) => fault) ? 1 : 0;
  },
};
