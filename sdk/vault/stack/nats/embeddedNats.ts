import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { diesWithParent } from '../process/diesWithParent.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import type { Ports } from '../ground/ports.ts';
import type { Secrets } from '../ground/secrets.ts';
import { brokerConfiguration } from './brokerConfiguration.ts';
import { operatorUser } from '../ground/brokerNames.ts';
import { findStuckStreams } from './findStuckStreams.ts';
import { findNatsServer } from './findNatsServer.ts';

const anyPort = -1;

interface EmbeddedNats {
  /** Contains `nats/`: the configuration and JetStream's files. */
  readonly stateDir: string;
  /** `nats` is set once it listens, on a port that the system chose. */
  readonly ports: Pick<Ports, 'nats'>;
  readonly secrets: Pick<Secrets, 'nats' | 'brokers'>;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A real nats-server with file-stored JetStream, as a process to supervise: on 127.0.0.1 only, with a user for each process. */
export async function embeddedNats(options: EmbeddedNats): Promise<ProcessSpec> {
  const { ports, secrets, logFile, stateDir } = options;
  const file = await findNatsServer(options);
  return {
    name: 'nats',
    url: () => embeddedNatsUrl(ports.nats, operatorUser, secrets.nats),
    logFile,
    stopSignal: 'SIGTERM',
    findFault: findStuckStreams(folderIn(stateDir), logFile),
    async probe() {
      const port = chosenPort(stateDir); // of this start: another server may hold the port that it had before
      if (port === 0) return false;
      ports.nats = port;
      return offersJetStream(port);
    },
    async command() {
      const folder = folderIn(stateDir);
      for (const left of portsFiles(stateDir)) rmSync(left);
      const args = ['-c', writeNatsConfiguration(options), '--ports_file_dir', folder];
      return diesWithParent({ file, args }, 'SIGTERM');
    },
  };
}

/** The URL that a client connects to. */
export function embeddedNatsUrl(port: number, user: string, password: string): string {
  return `nats://${user}:${password}@127.0.0.1:${port}`;
}

/** Writes nats.conf with the current users, and returns its path; a running server reloads it on SIGHUP. */
export function writeNatsConfiguration({
  stateDir,
  ports,
  secrets,
}: Pick<EmbeddedNats, 'stateDir' | 'ports' | 'secrets'>): string {
  const folder = folderIn(stateDir);
  const file = join(folder, 'nats.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = brokerConfiguration({ listen: `127.0.0.1:${ports.nats || anyPort}`, folder }, secrets);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function folderIn(stateDir: string): string {
  return join(stateDir, 'nats');
}

/** The files in which a server reports its address: its own, and perhaps those of killed servers. */
function portsFiles(stateDir: string): readonly string[] {
  return globSync(join(folderIn(stateDir), '*.ports'));
}

/** 0 until the server has reported it. */
function chosenPort(stateDir: string): number {
  const [file] = portsFiles(stateDir);
  const port = file && /127\.0\.0\.1:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
  return Number(port ?? 0);
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
