import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { diesWithParent } from '../process/diesWithParent.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import type { Secrets } from '../ground/secrets.ts';
import { brokerConfiguration } from './brokerConfiguration.ts';
import { operatorUser } from '../ground/brokerNames.ts';
import { findNatsServer } from './findNatsServer.ts';

interface EmbeddedNats {
  /** Holds `nats/`: the configuration and JetStream's files. */
  readonly stateDir: string;
  readonly port: number;
  readonly secrets: Pick<Secrets, 'nats' | 'brokers'>;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A real nats-server with file-stored JetStream, as a process to supervise: on 127.0.0.1 only, a user for each process. */
export async function embeddedNats(options: EmbeddedNats): Promise<ProcessSpec> {
  const { port, secrets, logFile } = options;
  const file = await findNatsServer(options);
  const configuration = writeNatsConfiguration(options);
  return {
    name: 'nats',
    url: embeddedNatsUrl(port, operatorUser, secrets.nats),
    logFile,
    stopSignal: 'SIGTERM',
    probe: () => offersJetStream(port),
    command: async () => diesWithParent({ file, args: ['-c', configuration] }, 'SIGTERM'),
  };
}

/** What a client connects to. */
export function embeddedNatsUrl(port: number, user: string, password: string): string {
  return `nats://${user}:${password}@127.0.0.1:${port}`;
}

/** Writes nats.conf with the users that there are now, and returns its path; a server that runs takes it on SIGHUP. */
export function writeNatsConfiguration({
  stateDir,
  port,
  secrets,
}: Pick<EmbeddedNats, 'stateDir' | 'port' | 'secrets'>): string {
  const folder = join(stateDir, 'nats');
  const file = join(folder, 'nats.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = brokerConfiguration({ listen: `127.0.0.1:${port}`, folder }, secrets);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
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
