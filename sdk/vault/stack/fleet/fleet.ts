import { VaultError } from '@nimbusvault/sdk/kernel';
import { boundLog } from '../process/logFile.ts';
import { supervise, type ProcessSpec, type SupervisedProcess } from '../process/supervise.ts';

const boundLogsEveryMilliseconds = 10_000;
const pluginRank = 1;
const standInRank = 2;
const stopRanks: Readonly<Record<string, number>> = { gateway: 0, Core: 2, nats: 3, postgres: 4 };

/** The processes of one stack. */
export interface Fleet {
  /** Starts a process and keeps it alive. Throws STACK_FAILED if its first start fails or `signal` ends it. */
  launch(spec: ProcessSpec, signal: AbortSignal): Promise<void>;
  /** Starts a process, and then stops the old one of its name. If it does not start, throws STACK_FAILED and the old one stays. */
  replace(spec: ProcessSpec, signal: AbortSignal): Promise<void>;
  /** Stops a process and forgets it. */
  dismiss(name: string): Promise<void>;
  has(name: string): boolean;
  /** Throws STACK_FAILED for an unknown name. */
  find(name: string): SupervisedProcess;
  all(): readonly SupervisedProcess[];
  /** Stops all, permanently: the gateway, the plugins, core and the stand-ins, then NATS and PostgreSQL. */
  stop(): Promise<void>;
}

interface Members {
  readonly processes: Map<string, SupervisedProcess>;
  readonly logs: Set<string>;
  readonly tell: (line: string) => void;
  closed: boolean;
}

/** An empty fleet; `tell` is called when a process is ready and when it ends unexpectedly. */
export function openFleet(tell: (line: string) => void): Fleet {
  const members: Members = { processes: new Map(), logs: new Set(), tell, closed: false };
  const bounding = setInterval(() => members.logs.forEach(boundLog), boundLogsEveryMilliseconds).unref();
  return {
    launch: (spec, signal) => launch(members, spec, signal),
    replace: (spec, signal) => replace(members, spec, signal),
    dismiss: (name) => dismiss(members, name),
    has: (name) => members.processes.has(name),
    find: (name) => find(members, name),
    all: () => [...members.processes.values()],
    async stop() {
      members.closed = true;
      clearInterval(bounding);
      await stopInOrder([...members.processes.values()]);
    },
  };
}

async function launch(
  { processes, logs, tell, closed }: Members,
  spec: ProcessSpec,
  signal: AbortSignal,
): Promise<void> {
  if (closed || signal.aborted)
    throw new VaultError('STACK_FAILED', `${spec.name} is not started, because the vault is stopping.`);
  const launched = supervise(spec, tell);
  processes.set(spec.name, launched);
  logs.add(spec.logFile);
  const giveUp = () => void launched.stop();
  signal.addEventListener('abort', giveUp, { once: true });
  await launched.start().finally(() => signal.removeEventListener('abort', giveUp));
  tell(`${spec.name} is ready.`);
}

async function replace(
  { processes, tell, closed }: Members,
  spec: ProcessSpec,
  signal: AbortSignal,
): Promise<void> {
  if (closed || signal.aborted) return;
  const next = supervise(spec, tell);
  const giveUp = () => void next.stop();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await next.start();
  } catch (error) {
    await next.stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  if (signal.aborted) return next.stop();
  const replaced = processes.get(spec.name);
  processes.set(spec.name, next);
  await replaced?.stop();
}

async function dismiss({ processes }: Members, name: string): Promise<void> {
  const dismissed = processes.get(name);
  processes.delete(name);
  await dismissed?.stop();
}

function find({ processes }: Members, name: string): SupervisedProcess {
  const found = processes.get(name);
  if (found) return found;
  const known = [...processes.keys()].join(', ');
  throw new VaultError('STACK_FAILED', `There is no process "${name}". The processes are: ${known}.`);
}

function rankOf(name: string): number {
  return stopRanks[name] ?? (name.endsWith(' stand-in') ? standInRank : pluginRank);
}

async function stopInOrder(processes: readonly SupervisedProcess[]): Promise<void> {
  const ranks = Map.groupBy(processes, ({ name }) => rankOf(name));
  for (const [, rank] of [...ranks].toSorted(([a], [b]) => a - b)) {
    await Promise.all(rank.map((member) => member.stop()));
  }
}
