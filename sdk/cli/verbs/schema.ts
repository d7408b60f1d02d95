import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runOn } from '@nimbusvault/sdk/pinned-node';
import { pluginFolder } from '@nimbusvault/runtime';
import { onlyName, readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { writeTypes } from '@nimbusvault/vault';

const options = { out: { type: 'string' } } as const;

/** `nimbus schema <Name>`: the plugin's SDL, and the types of its resolvers. */
export const schema: Verb = {
  summary: "Prints a plugin's subgraph SDL, or writes it to a file; writes schema.types.ts beside schema.ts.",
  usage: 'nimbus schema <Name> [--out <file>]',
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    const { NIMBUS_SUPERGRAPH } = readEnvironment('NIMBUS_SUPERGRAPH');
    const isWritten = await writeTypes(pluginFolder(name, NIMBUS_SUPERGRAPH));
    if (isWritten) console.error(`schema.types.ts of ${name} is written.`);
    const bin = fileURLToPath(import.meta.resolve('@nimbusvault/runtime/bin'));
    return runOn(process.execPath, [bin, 'schema', ...args]);
  },
};
