// A thread of defineThread.ts: calls one function, and posts its answer or the reason why there is none.
import { parentPort, workerData } from 'node:worker_threads';

/** The function, by its module and its export, and its input. */
export interface ThreadCall {
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
}

export type ThreadAnswer = { readonly value: unknown } | { readonly failure: string };

const longestFailure = 300;
const { module, name, input } = workerData as ThreadCall;

parentPort?.postMessage(await answer());

async function answer(): Promise<ThreadAnswer> {
  try {
    const { [name]: work } = await import(module);
    return { value: await work(input) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure: failure.slice(0, longestFailure) };
  }
}
