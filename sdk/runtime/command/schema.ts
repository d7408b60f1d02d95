import { parseArgs } from 'node:util';
import { loadPlugin } from '../process/loadPlugin.ts';
import { printSubgraphSdl } from '../http/printSubgraphSdl.ts';
import { readEnvironment } from '../process/environment.ts';
import { onlyName } from '../process/arguments.ts';
import type { Verb } from '../process/verb.ts';
import { writeOutput } from '../process/writeOutput.ts';

/** `nimbus-subgraph schema <Name> [--out F]`: the SDL that the plugin's committed schema.graphql holds. */
export const schema: Verb = {
  summary: "Prints a plugin's subgraph SDL, or writes it to a file.",
  usage: 'nimbus-subgraph schema <Name> [--out <file>]',
  async run(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { out: { type: 'string' } },
    });
    const { NIMBUS_SUPERGRAPH } = readEnvironment('NIMBUS_SUPERGRAPH');
    const sdl = printSubgraphSdl(await loadPlugin(onlyName(positionals), NIMBUS_SUPERGRAPH));
    writeOutput(sdl, values.out);
    return 0;
  },
};
