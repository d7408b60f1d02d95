import { pino } from 'pino';

const longestDrainMilliseconds = 10_000;

/** A process that serves: `stop` ends its work and finishes what is in flight. */
export interface Running {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** What a process tells the supervisor that started it, over IPC. */
export type ProcessMessage =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'news'; readonly line: string };

/** Tells the supervisor, where there is one, what its user should see now. */
export function tellSupervisor(line: string): void {
  if (process.connected) process.send?.({ type: 'news', line } satisfies ProcessMessage);
}

/**
 * Tells the parent process that `running` is ready, waits until someone asks it to stop or the parent is gone,
 * stops it within 10 s, and ends the process.
 */
export async function runUntilStopped(running: Running): Promise<never> {
  const log = pino({ name: running.name });
  const stopAsked = whenStopIsAsked();
  process.send?.({ type: 'ready', url: running.url } satisfies ProcessMessage);
  log.info({ url: running.url }, 'ready');
  log.info({ reason: await stopAsked }, 'stopping');
  try {
    await within(longestDrainMilliseconds, running.stop());
    log.info({}, 'stopped');
    return process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'could not stop cleanly');
    return process.exit(1);
  }
}

function whenStopIsAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    process.once('disconnect', () => resolve('the supervisor is gone'));
    if (process.send && !process.connected) resolve('the supervisor is gone');
  });
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLate.reject(new Error(`Work was still in flight after ${milliseconds} ms.`)),
    milliseconds,
  );
  await Promise.race([work, tooLate.promise]).finally(() => clearTimeout(timer));
}
