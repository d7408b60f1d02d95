import { parseArgs } from 'node:util';
import { openLog } from '../output/openLog.ts';
import { onlyName } from '../process/arguments.ts';
import { readEnvironment } from '../process/environment.ts';
import { followSupervisor, runUntilStopped } from '../process/lifecycle.ts';
import { loadStandIn } from '../process/loadStandIn.ts';
import type { Verb } from '../process/verb.ts';
import { serveRoutes } from '../vendor/serveRoutes.ts';

/** `nimbus-subgraph stand-in <Name>`: the server that stands for the outside system of a plugin, until it is stopped. */
export const standIn: Verb = {
  summary: "Serves a plugin's own server that stands for its outside system in development.",
  usage: 'nimbus-subgraph stand-in <Name>',
  async run(args) {
    const plugin = onlyName(parseArgs({ args, allowPositionals: true }).positionals);
    const name = `${plugin} stand-in`;
    followSupervisor(name);
    const { PORT, NIMBUS_SUPERGRAPH } = readEnvironment('PORT', 'NIMBUS_SUPERGRAPH');
    const log = openLog(name);
    const served = await serveRoutes(await loadStandIn(plugin, NIMBUS_SUPERGRAPH), {
      port: PORT,
      onAnswer({ method, path }, status) {
        log.info({ method, path: path.split('?', 1)[0], status }, 'answered');
      },
      onError: (error) => log.error({ err: error }, 'a route failed'),
    });
    const stop = () => Promise.resolve(served[Symbol.asyncDispose]());
    return runUntilStopped({ name, url: served.url, stop }, log);
  },
};
