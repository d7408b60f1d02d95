import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { VaultError, type Vault } from '../kernel/index.ts';
import type { ThreadAnswer, ThreadCall } from './thread.ts';

const betweenLooksMs = 50;
const bytesInMb = 1024 * 1024;
const entry = new URL(`thread${extname(import.meta.url)}`, import.meta.url);

/** The most that one call may use. */
interface ThreadLimits {
  readonly memoryMb: number;
  readonly limitMs: number;
}

/** A function that runs in a thread of its own. */
export interface ThreadWork<Input, Output> {
  /** Calls it with a copy of the input. Throws THREAD_FAILED if it throws, or needs more than its limits; then the thread is gone. */
  run(input: Input, vault: Pick<Vault, 'signal'>): Promise<Output>;
}

/**
 * Names a function, by its module and its export, that is called in a thread with limits: a library that hangs or needs too much memory for
 * somebody's file does not take the process down. The function and its answer are plain data; it sees no environment and no vault.
 */
export function defineThread<Input, Output>(
  module: URL,
  name: string,
  limits: ThreadLimits,
): ThreadWork<Input, Output> {
  return Object.freeze({
    run: async (input: Input, { signal }: Pick<Vault, 'signal'>) => {
      signal?.throwIfAborted();
      const workerData: ThreadCall = { module: module.href, name, input };
      const resourceLimits = { maxOldGenerationSizeMb: limits.memoryMb };
      const quiet = { env: {}, execArgv: [], stdout: true, stderr: true };
      const worker = new Worker(entry, { workerData, resourceLimits, ...quiet });
      try {
        return (await answerOf(worker, { name, limits, signal })) as Output;
      } finally {
        await worker.terminate();
      }
    },
  });
}

interface Watch {
  readonly name: string;
  readonly limits: ThreadLimits;
  readonly signal: AbortSignal | undefined;
}

async function answerOf(worker: Worker, { name, limits, signal }: Watch): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (why: string) => reject(new VaultError('THREAD_FAILED', `"${name}" ${why}.`));
  const abort = () => reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const late = setTimeout(() => fail(`took longer than ${limits.limitMs} ms`), limits.limitMs);
  const look = setInterval(() => void refuseLarge().catch(() => {}), betweenLooksMs);
  const refuseLarge = async () => {
    const { used_heap_size: heap, external_memory: outside } = await worker.getHeapStatistics();
    if (heap + outside > limits.memoryMb * bytesInMb) fail(`needed more than ${limits.memoryMb} MB`);
  };
  worker.on('message', (answer: ThreadAnswer) => {
    if ('failure' in answer) fail(`has failed: ${answer.failure}`);
    else resolve(answer.value);
  });
  worker.on('error', ({ code, message }: NodeJS.ErrnoException) =>
    fail(
      code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? `needed more than ${limits.memoryMb} MB`
        : `has failed: ${message}`,
    ),
  );
  worker.on('exit', () => fail('ended without an answer'));
  return promise.finally(() => {
    clearTimeout(late);
    clearInterval(look);
    signal?.removeEventListener('abort', abort);
  });
}
