import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { diesWithParent } from '../process/diesWithParent.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { findNatsServer } from './findNatsServer.ts';

const user = 'nimbus';

export interface EmbeddedNats {
  /** Holds `nats/`: the configuration and JetStream's files. */
  readonly stateDir: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A real nats-server with file-stored JetStream, as a process to supervise: on 127.0.0.1 only, by password only. */
export async function embeddedNats(options: EmbeddedNats): Promise<ProcessSpec> {
  const { stateDir, port, password, logFile } = options;
  const file = await findNatsServer(options);
  const folder = join(stateDir, 'nats');
  const configuration = join(folder, 'nats.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(configuration, configure(folder, port, password), { mode: 0o600 });
  return {
    name: 'nats',
    url: embeddedNatsUrl(port, password),
    logFile,
    stopSignal: 'SIGTERM',
    probe: () => offersJetStream(port),
    command: async () => diesWithParent({ file, args: ['-c', configuration] }, 'SIGTERM'),
  };
}

/** What a client connects to. */
export function embeddedNatsUrl(port: number, password: string): string {
  return `nats://${user}:${password}@127.0.0.1:${port}`;
}

function configure(folder: string, port: number, password: string): string {
  return [
    `listen: "127.0.0.1:${port}"`,
    `jetstream { store_dir: ${JSON.stringify(folder)} }`,
    `authorization { user: "${user}", password: "${password}" }`,
    '',
  ].join('\n');
}

async function offersJetStream(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    return greeting.includes('"jetstream":true');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
