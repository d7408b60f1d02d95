import { within } from '@nimbusvault/sdk/kernel';
import type { Logger } from 'pino';
import { openLog } from '../output/openLog.ts';
import { settleOutputs } from '../output/output.ts';
import { readEnvironment } from './environment.ts';
import { startWatchdog } from './startWatchdog.ts';

const longestDrainMilliseconds = 10_000;
const longestLastWordsMilliseconds = 1_000;
const graceMilliseconds = longestDrainMilliseconds + 2_000;

/** A process that serves: `stop` ends its work and finishes what is in flight. */
export interface Running {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** The messages of a process to the supervisor that started it, over IPC. */
type ProcessMessage =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'news'; readonly line: string };

/**
 * Called before a process starts its work. A process that hangs is ended and started again. If the supervisor ends
 * meanwhile, the start is cancelled, and 12 s later nothing of this process is left.
 */
export function followSupervisor(name: string): void {
  const parent = process.send ? { pid: process.ppid, graceMilliseconds } : undefined;
  const { NIMBUS_STUCK_SECONDS: mostStuckSeconds } = readEnvironment('NIMBUS_STUCK_SECONDS');
  startWatchdog({ name, parent, mostStuckSeconds });
  if (!process.send) return;
  if (!process.connected) return giveUp();
  process.once('disconnect', giveUp);
  process.channel?.unref(); // a start that fails ends the process
}

function giveUp(): void {
  process.exit(1);
}

/** Sends the supervisor, if there is one, a line for its user. */
export function tellSupervisor(line: string): void {
  tell({ type: 'news', line });
}

function tell(message: ProcessMessage): void {
  // If the channel closes at this moment, 'disconnect' reports it.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/**
 * Tells the parent process that `running` is ready, waits until someone asks it to stop or the parent is gone,
 * stops it within 10 s, and ends the process.
 */
export async function runUntilStopped(running: Running, log: Logger = openLog(running.name)): Promise<never> {
  process.off('disconnect', giveUp);
  const stopAsked = whenStopIsAsked();
  tell({ type: 'ready', url: running.url });
  log.info({ url: running.url }, 'ready');
  log.info({ reason: await stopAsked }, 'stopping');
  try {
    await within(longestDrainMilliseconds, running.stop(), refuseToWait);
    log.info({}, 'stopped');
    return await exit(0);
  } catch (error) {
    log.error({ err: error }, 'could not stop cleanly');
    return await exit(1);
  }
}

async function exit(code: number): Promise<never> {
  await settleOutputs(longestLastWordsMilliseconds);
  return process.exit(code);
}

function whenStopIsAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    process.once('disconnect', () => resolve('the supervisor is gone'));
    if (process.send && !process.connected) resolve('the supervisor is gone');
  });
}

function refuseToWait(): Promise<never> {
  return Promise.reject(new Error(`Work was still in flight after ${longestDrainMilliseconds} ms.`));
}
