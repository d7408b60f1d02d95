import { parseArgs } from 'node:util';
import { loadPlugin, printSubgraphSdl, readEnvironment } from '../runtime/offline.ts';
import { onlyName } from './arguments.ts';
import type { Verb } from './verb.ts';
import { writeOutput } from './writeOutput.ts';

/** `nimbus schema <Name> [--out F]`: the SDL that the plugin's committed schema.graphql holds. */
export const schema: Verb = {
  summary: "Prints a plugin's subgraph SDL, or writes it to a file.",
  usage: 'nimbus schema <Name> [--out <file>]',
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
