import { join, resolve } from 'node:path';
import { claimPort, type Ports } from './ports.ts';
import { planSubgraphs, type PlannedSubgraph } from './planSubgraphs.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import { openStateFolder } from './stateFolder.ts';

/** The place and the options of a stack; all have a default, with which it leaves no trace. */
export interface StackOptions {
  /** Stores data, keys and logs; by default a temporary folder, which is removed at the stop. */
  readonly stateDir?: string;
  /** The gateway's port; 0, the default, lets the system choose. */
  readonly port?: number;
  readonly settingsFile?: string;
  readonly supergraphFile?: string;
  /** Called with a line for each event. */
  readonly onProgress?: (line: string) => void;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
  /** Its `DATABASE_URL`, `NATS_URL` and `NATS_SERVER_BIN` replace the embedded servers. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The resources of PostgreSQL and NATS. */
export interface ServerSite {
  readonly stateDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  readonly secrets: Secrets;
  readonly ports: Ports;
}

/** The resources of one stack: its folder, locked, its secrets and its ports. */
export interface Site extends ServerSite {
  readonly settingsFile: string;
  readonly supergraphFile: string;
  /** Plugins that are listed later are added to it. */
  readonly subgraphs: PlannedSubgraph[];
  /** The gateway listens there; 0 lets the system choose. */
  readonly wantedPort: number;
  /** Releases the folder. */
  close(): void;
}

/** Prepares the resources of a stack. Throws STACK_FAILED if the folder or the port is taken. */
export async function openSite(options: StackOptions): Promise<Site> {
  const { env = process.env, port = 0, onProgress: tell = () => {} } = options;
  const { path: stateDir, close } = await openStateFolder(options.stateDir);
  try {
    const supergraphFile = resolve(options.supergraphFile ?? 'supergraph.yaml');
    const settingsFile = resolve(options.settingsFile ?? 'vault-settings.json');
    const subgraphs = planSubgraphs(supergraphFile);
    const names = subgraphs.map(({ name }) => name);
    const secrets = keepSecrets(stateDir, names);
    if (port !== 0) await claimPort(port);
    return {
      stateDir,
      settingsFile,
      supergraphFile,
      env,
      tell,
      secrets,
      ports: { nats: 0, gateway: port },
      subgraphs,
      wantedPort: port,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The log of one process of the stack. */
export function logOf({ stateDir }: ServerSite, processName: string): string {
  return join(stateDir, 'logs', `${processName.replaceAll(' ', '-')}.log`);
}
