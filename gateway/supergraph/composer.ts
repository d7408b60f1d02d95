import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { VaultError, type Subgraph } from '@nimbusvault/sdk/kernel';
import { hashOf, type SharedSupergraphs } from '@nimbusvault/runtime/registry';
import type { Composition } from '@nimbusvault/graph';
import { openThread } from '../threads/thread.ts';
import type { LastComposition } from './lastComposition.ts';

const longestMs = 120_000;
const idleMs = 30_000;
const lookEveryMs = 100;

/** The input of composition: `serving` composed last. */
export interface CompositionJob {
  readonly subgraphs: readonly Subgraph[];
  readonly serving: readonly Subgraph[];
}

/** Composes in a thread, so that requests are answered meanwhile, and reuses another gateway's result of the same job. */
export interface Composer {
  /** Like composeSupergraph; repeating the last job costs nothing. Throws COMPOSITION_FAILED if it takes longer than two minutes. */
  compose(job: CompositionJob): Promise<Composition>;
  /** Composes in this thread, unless the last result on the disk is of the same job: no client waits for an answer yet. */
  composeFirst(job: CompositionJob): Promise<Composition>;
  close(): void;
}

type Compose = (job: CompositionJob, over?: AbortSignal) => Promise<Composition>;

/** Keeps its last result in `kept`. While there is nothing `shared` it composes everything itself. */
export function openComposer(
  kept: LastComposition,
  shared: () => SharedSupergraphs | undefined = () => undefined,
): Composer {
  const thread = openThread(new URL('./composeWorker.ts', import.meta.url), undefined, idleMs);
  const own = composeIn(thread);
  let last: { readonly job: CompositionJob; readonly composition: Composition } | undefined;
  return {
    async compose(job) {
      if (last && isDeepStrictEqual(job, last.job)) return last.composition;
      const others = shared();
      const composition = await (others ? composeOnce(job, others, own) : own(job));
      last = { job, composition };
      kept.keep(composition);
      return composition;
    },
    async composeFirst(job) {
      const composition = kept.find(job.subgraphs) ?? (await composeHere(job));
      kept.keep(composition);
      return composition;
    },
    close: thread.release,
  };
}

async function composeHere({ subgraphs, serving }: CompositionJob): Promise<Composition> {
  const { composeSupergraph } = await import('@nimbusvault/graph');
  return composeSupergraph(subgraphs, serving);
}

function composeIn(thread: ReturnType<typeof openThread>): Compose {
  return async (job, over) => {
    try {
      return (await thread.ask(job, longestMs, over)) as Composition;
    } catch (cause) {
      const message = 'The subgraphs did not compose in two minutes; the last supergraph is served.';
      throw new VaultError('COMPOSITION_FAILED', message, { cause });
    }
  };
}

/** The first gateway to finish the job, this one or another, has done it for all. */
async function composeOnce(
  job: CompositionJob,
  others: SharedSupergraphs,
  compose: Compose,
): Promise<Composition> {
  const { subgraphs } = job;
  const key = hashOf(JSON.stringify(subgraphs));
  const whole = (supergraphSdl: string): Composition => ({ supergraphSdl, subgraphs, refusals: [] });
  const known = await others.find(key);
  if (known !== undefined) return whole(known);
  const over = new AbortController();
  const own = compose(job, over.signal);
  try {
    const first = await Promise.race([own, untilFound(key, others, over.signal)]);
    if (typeof first === 'string') return whole(first);
    if (first.supergraphSdl !== undefined && first.refusals.length === 0)
      void others.keep(key, first.supergraphSdl);
    return first;
  } finally {
    over.abort();
    own.catch(() => {});
  }
}

/** Resolves once another gateway has composed it; never resolves if none does before `over`. */
async function untilFound(key: string, others: SharedSupergraphs, over: AbortSignal): Promise<string> {
  while (!over.aborted) {
    await pause(lookEveryMs, undefined, { signal: over }).catch(() => {});
    const found = over.aborted ? undefined : await others.find(key);
    if (found !== undefined) return found;
  }
  return new Promise(() => {});
}
