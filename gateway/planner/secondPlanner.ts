import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import type { PlanRequest } from './secondPlannerWorker.ts';

const idleMs = 60_000;

type Node = QueryPlan['node'];

/** Plans in a thread of its own, which is there only while it is needed. */
export interface SecondPlanner {
  /** Rejects where no plan can be made, or not in time. */
  plan(request: Omit<PlanRequest, 'id'>, longestMs: number): Promise<Node>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<Node>>;
  idle?: NodeJS.Timeout;
}

/** Apollo's planner, for operations that the first one cannot plan: it is slower, and knows less of keys that cannot be resolved. */
export function openSecondPlanner(supergraphSdl: string): SecondPlanner {
  let thread: Thread | undefined;
  let last = 0;
  const end = () => {
    void thread?.worker.terminate();
    thread = undefined;
  };
  return {
    async plan(request, longestMs) {
      const current = (thread ??= startThread(supergraphSdl, end));
      clearTimeout(current.idle);
      const id = (last += 1);
      const answer = Promise.withResolvers<Node>();
      current.waiting.set(id, answer);
      current.worker.postMessage({ id, ...request });
      const tooLong = setTimeout(
        () => failAll(current, new Error('Planning takes too long.'), end),
        longestMs,
      );
      try {
        return await answer.promise;
      } finally {
        clearTimeout(tooLong);
        current.waiting.delete(id);
        if (current.waiting.size === 0) current.idle = setTimeout(end, idleMs).unref();
      }
    },
  };
}

interface PlanReply {
  readonly id: number;
  readonly node?: Node;
  readonly failure?: string;
}

function startThread(supergraphSdl: string, end: () => void): Thread {
  const worker = new Worker(new URL('./secondPlannerWorker.ts', import.meta.url), {
    workerData: supergraphSdl,
  });
  worker.unref();
  const thread: Thread = { worker, waiting: new Map() };
  worker.on('message', ({ id, node, failure }: PlanReply) => {
    const answer = thread.waiting.get(id);
    if (failure === undefined) answer?.resolve(node);
    else answer?.reject(new Error(failure));
  });
  worker.on('error', (error) => failAll(thread, error, end));
  return thread;
}

function failAll({ waiting }: Thread, error: unknown, end: () => void): void {
  for (const { reject } of waiting.values()) reject(error);
  end();
}
