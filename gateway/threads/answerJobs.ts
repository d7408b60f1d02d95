import { parentPort } from 'node:worker_threads';
import type { Reply } from './thread.ts';

/** The worker's side of a thread: posts `greeting`, then answers one job after the other. */
export function answerJobs(greeting: unknown, answer: (job: unknown) => unknown): void {
  parentPort?.on('message', (job: unknown) => void reply(() => answer(job)));
  post({ value: greeting });
}

async function reply(answer: () => unknown): Promise<void> {
  try {
    post({ value: await answer() });
  } catch (error) {
    post({ failure: error instanceof Error ? error.message : String(error) });
  }
}

function post(message: Reply): void {
  parentPort?.postMessage(message);
}
