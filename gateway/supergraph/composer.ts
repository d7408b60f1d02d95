import { isDeepStrictEqual } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Composition, Subgraph } from '@nimbusvault/sdk/supergraph';
import { openThread } from '../planner/thread.ts';

const longestMs = 120_000;
const idleMs = 30_000;

/** What is composed: `serving` composed last. */
export interface CompositionJob {
  readonly subgraphs: readonly Subgraph[];
  readonly serving: readonly Subgraph[];
}

/** Composes in a thread, so that requests are answered meanwhile. */
export interface Composer {
  /** As composeSupergraph does; the same job as the last one costs nothing. Throws COMPOSITION_FAILED where it takes longer than two minutes. */
  compose(job: CompositionJob): Promise<Composition>;
  close(): void;
}

export function openComposer(): Composer {
  const thread = openThread(new URL('./composeWorker.ts', import.meta.url), undefined, idleMs);
  let last: { readonly job: CompositionJob; readonly composition: Composition } | undefined;
  return {
    async compose(job) {
      if (last && isDeepStrictEqual(job, last.job)) return last.composition;
      const composition = await ask(job);
      last = { job, composition };
      return composition;
    },
    close: thread.release,
  };

  async function ask(job: CompositionJob): Promise<Composition> {
    try {
      return (await thread.ask(job, longestMs)) as Composition;
    } catch (cause) {
      const message = 'The subgraphs could not be composed in two minutes; what composed last is served.';
      throw new VaultError('COMPOSITION_FAILED', message, { cause });
    }
  }
}
