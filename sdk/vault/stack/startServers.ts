import { openFleet } from './fleet/fleet.ts';
import { launchServers, natsUrlOf, type Servers } from './fleet/launchServers.ts';
import { keepSecrets } from './ground/secrets.ts';
import type { SupervisedProcess } from './process/supervise.ts';
import type { StackOptions } from './ground/site.ts';
import { openStateFolder } from './ground/stateFolder.ts';

/** PostgreSQL and NATS for this process. */
export interface RunningServers extends Servers {
  readonly stateDir: string;
  /** The URL of the broker for one of its users: a subgraph, or `gateway`. */
  natsUrlOf(user: string): string;
  /** The process of a server that was started here; stop and start it to simulate an outage. */
  find(name: 'postgres' | 'nats'): Pick<SupervisedProcess, 'pid' | 'start' | 'stop'>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and NATS alone, with a NATS user for each of `subgraphs`: enough to test one plugin. Throws STACK_FAILED and then leaves nothing behind. */
export async function startServers(
  options: Pick<StackOptions, 'stateDir' | 'onProgress' | 'env'> & {
    readonly subgraphs?: readonly string[];
  } = {},
): Promise<RunningServers> {
  const { env = process.env, onProgress: tell = () => {}, subgraphs = [] } = options;
  const folder = await openStateFolder(options.stateDir);
  const fleet = openFleet(tell);
  const over = new AbortController();
  const stop = async () => {
    over.abort();
    await fleet.stop();
    folder.close();
  };
  try {
    const secrets = keepSecrets(folder.path, subgraphs);
    const site = { stateDir: folder.path, env, tell, secrets, ports: { nats: 0, gateway: 0 } };
    const servers = await launchServers(site, fleet, over.signal);
    return {
      ...servers,
      stateDir: folder.path,
      natsUrlOf: (user) => natsUrlOf(site, user),
      find: (name) => fleet.find(name),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
