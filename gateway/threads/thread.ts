import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const longestStartMs = 60_000;
const youngMb = 8; // its objects are short-lived; a larger young generation only holds more memory

/** A worker thread that does one job after the other. A thread that dies, or is ended for a job, is started again for the next. */
export interface Thread {
  /** Resolves to the worker's greeting once it is ready; rejects if it does not start. */
  start(): Promise<unknown>;
  /** Rejects if the job fails, takes the thread longer than `longestMs`, or is `over` before it is done. */
  ask(job: unknown, longestMs: number, over?: AbortSignal): Promise<unknown>;
  /** From now on the thread ends as soon as it has nothing to do. */
  release(): void;
}

/** A worker's answer to a job. */
export type Reply = { readonly value: unknown } | { readonly failure: string };

interface Running {
  readonly worker: Worker;
  readonly ended: AbortSignal;
  readonly greeting: Promise<unknown>;
}

/**
 * A thread that runs `file`, which answers with `answerJobs`; it starts with its first job, and ends
 * when it had no job for `idleMs`.
 */
export function openThread(file: URL, workerData: unknown, idleMs = Infinity): Thread {
  let running: Running | undefined;
  let longestIdleMs = idleMs;
  let idling: NodeJS.Timeout | undefined;
  const end = () => {
    void running?.worker.terminate();
    running = undefined;
  };
  const rest = () => {
    running?.worker.unref();
    if (longestIdleMs === 0) end();
    else if (longestIdleMs < Infinity) idling = setTimeout(end, longestIdleMs).unref();
  };
  const turns = takeTurns(rest);
  const inTurn = (work: (current: Running) => Promise<unknown>) => {
    clearTimeout(idling);
    return turns.take(async () => {
      running ??= run(file, workerData);
      return work(running).catch((error: unknown) => {
        if (!(error instanceof JobError)) end();
        throw error;
      });
    });
  };
  return {
    start: () => inTurn(({ greeting }) => greeting),
    ask: (job, longestMs, over) =>
      inTurn(async (current) => {
        await current.greeting;
        over?.throwIfAborted();
        return askWorker(current, job, { longestMs, over });
      }),
    release() {
      longestIdleMs = 0;
      clearTimeout(idling);
      if (turns.areOver()) rest();
    },
  };
}

/** One work after the other; `onOver` is called when there is no other. */
function takeTurns(onOver: () => void) {
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const finish = () => {
    waiting -= 1;
    if (waiting === 0) onOver();
  };
  const take = (work: () => Promise<unknown>) => {
    waiting += 1;
    const done = turn.then(work);
    turn = done.then(finish, finish);
    return done;
  };
  return { take, areOver: () => waiting === 0 };
}

/** The worker is healthy: only the job failed. */
class JobError extends Error {}

function run(file: URL, workerData: unknown): Running {
  const worker = new Worker(file, { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
  const ending = new AbortController();
  worker.on('error', () => {}); // the waiting job gets the error
  worker.once('exit', () => ending.abort());
  const started = { worker, ended: ending.signal };
  const greeting = hear(started, { longestMs: longestStartMs });
  greeting.catch(() => {});
  return { ...started, greeting };
}

interface Patience {
  readonly longestMs: number;
  readonly over?: AbortSignal | undefined;
}

function askWorker(running: Running, job: unknown, patience: Patience): Promise<unknown> {
  running.worker.ref();
  running.worker.postMessage(job);
  return hear(running, patience);
}

async function hear(
  { worker, ended }: Omit<Running, 'greeting'>,
  { longestMs, over }: Patience,
): Promise<unknown> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(longestMs), ...(over ? [over] : [])]);
  const [reply] = (await once(worker, 'message', { signal })) as [Reply];
  if ('value' in reply) return reply.value;
  throw new JobError(reply.failure);
}
