import { openFleet } from './fleet.ts';
import { freePorts } from './freePorts.ts';
import { launchServers, type Servers } from './launchServers.ts';
import { keepSecrets } from './secrets.ts';
import type { SupervisedProcess } from './process/supervise.ts';
import type { StackOptions } from './site.ts';
import { openStateFolder } from './stateFolder.ts';

/** PostgreSQL and NATS that run for this process. */
export interface RunningServers extends Servers {
  readonly stateDir: string;
  /** The process of a server that was started here, to stop and start in place of an outage. */
  find(name: 'postgres' | 'nats'): Pick<SupervisedProcess, 'pid' | 'start' | 'stop'>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and NATS alone: what a test of one plugin needs. Throws STACK_FAILED and leaves nothing behind then. */
export async function startServers(
  options: Pick<StackOptions, 'stateDir' | 'onProgress' | 'env'> = {},
): Promise<RunningServers> {
  const { env = process.env, onProgress: tell = () => {} } = options;
  const folder = await openStateFolder(options.stateDir);
  const fleet = openFleet(tell);
  const over = new AbortController();
  const stop = async () => {
    over.abort();
    await fleet.stop();
    folder.close();
  };
  try {
    const [natsPort = 0] = await freePorts(1);
    const site = { stateDir: folder.path, env, tell, secrets: keepSecrets(folder.path, []), natsPort };
    const servers = await launchServers(site, fleet, over.signal);
    return { ...servers, stateDir: folder.path, find: (name) => fleet.find(name), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
