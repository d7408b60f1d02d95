import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServers } from '@nimbusvault/vault';

/** The outages of PostgreSQL and NATS. Each resolves once the server serves again, on the same data unless documented otherwise. */
interface Outages {
  /** kill -9 of the broker. */
  killBroker(downMs: number): Promise<void>;
  /** kill -9 of the broker, with the loss of all JetStream data. */
  wipeBroker(downMs: number): Promise<void>;
  /** kill -9 of the broker, whose streams lose the messages of `lost`, as with an unsynced disk. Consumers keep their state. */
  cutStreams(downMs: number, lost: () => Promise<unknown>): Promise<void>;
  /** SIGSTOP of the broker, then SIGCONT. */
  freezeBroker(frozenMs: number): Promise<void>;
  /** PostgreSQL stopped at once (SIGQUIT): it recovers from its log at the next start. */
  crashDatabase(downMs: number): Promise<void>;
}

/** The outages of a test's own servers. */
export function outagesOf(servers: RunningServers): Outages {
  const store = join(servers.stateDir, 'nats', 'jetstream');
  const brokerDies = (downMs: number, meanwhile?: () => void) =>
    restart(servers, 'nats', { signal: 'SIGKILL', downMs, meanwhile });
  return {
    killBroker: (downMs) => brokerDies(downMs),
    wipeBroker: (downMs) => brokerDies(downMs, () => rmSync(store, { recursive: true, force: true })),
    async cutStreams(downMs, lost) {
      const cut = rememberLengths(join(store, '$G', 'streams'));
      await lost();
      await brokerDies(downMs, cut);
    },
    freezeBroker: (frozenMs) => freeze(servers.find('nats').pid, frozenMs),
    crashDatabase: (downMs) => restart(servers, 'postgres', { signal: 'SIGQUIT', downMs }),
  };
}

interface Outage {
  readonly signal: NodeJS.Signals;
  readonly downMs: number;
  readonly meanwhile?: (() => void) | undefined;
}

/** The supervisor would restart the server: `stop` tells it that the end is intended. */
async function restart(
  servers: RunningServers,
  name: 'postgres' | 'nats',
  { signal, downMs, meanwhile }: Outage,
): Promise<void> {
  const server = servers.find(name);
  if (server.pid) process.kill(server.pid, signal);
  await server.stop();
  meanwhile?.();
  await pause(downMs);
  await server.start();
}

/** Records the current length of the streams; returns a function that cuts them back to it. */
function rememberLengths(streams: string): () => void {
  const lengths = new Map(blocksIn(streams).map((file) => [file, statSync(file).size]));
  return () => {
    for (const file of blocksIn(streams)) {
      const length = lengths.get(file);
      if (length === undefined || file.endsWith('index.db')) rmSync(file);
      else if (length < statSync(file).size) truncateSync(file, length);
    }
  };
}

function blocksIn(streams: string): readonly string[] {
  return readdirSync(streams).flatMap((stream) => {
    const messages = join(streams, stream, 'msgs');
    return readdirSync(messages).map((file) => join(messages, file));
  });
}

async function freeze(pid: number | undefined, frozenMs: number): Promise<void> {
  if (!pid) return;
  process.kill(pid, 'SIGSTOP');
  await pause(frozenMs).finally(() => process.kill(pid, 'SIGCONT'));
}
