import { setTimeout as sleep } from 'node:timers/promises';
import type { Subgraph } from '@nimbusvault/sdk/supergraph';

const longestWaitMilliseconds = 10_000;
const lookEveryMilliseconds = 200;
const longestLookMilliseconds = 1_000;

/** Resolves once all of these subgraphs answer, after 10 s even so, or when `given up`. */
export async function untilReady(subgraphs: readonly Subgraph[], givenUp: AbortSignal): Promise<void> {
  const over = AbortSignal.any([givenUp, AbortSignal.timeout(longestWaitMilliseconds)]);
  await Promise.all(subgraphs.map(({ url }) => untilAnswers(new URL('/health/ready', url), over)));
}

async function untilAnswers(url: URL, over: AbortSignal): Promise<void> {
  while (!over.aborted && !(await answers(url))) await sleep(lookEveryMilliseconds);
}

/** A subgraph that is not ours may know nothing of `/health/ready`: that it answers is enough. */
async function answers(url: URL): Promise<boolean> {
  const signal = AbortSignal.timeout(longestLookMilliseconds);
  return fetch(url, { signal, redirect: 'manual' }).then(
    ({ status }) => status < 500,
    () => false,
  );
}
