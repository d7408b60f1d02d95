import { setTimeout as sleep } from 'node:timers/promises';
import type { Subgraph } from '@nimbusvault/sdk/kernel';
import { urlsIn } from '../planner/joinedSubgraphs.ts';

const longestWaitMilliseconds = 10_000;
const lookEveryMilliseconds = 200;
const longestLookMilliseconds = 1_000;

/** Resolves once all of these subgraphs answer, after 10 s at the latest, or when `given up`. */
export async function untilReady(subgraphs: readonly Subgraph[], givenUp: AbortSignal): Promise<void> {
  const over = AbortSignal.any([givenUp, AbortSignal.timeout(longestWaitMilliseconds)]);
  await Promise.all(subgraphs.map(({ url }) => untilAnswers(urlsIn(url), over)));
}

/** One of its instances is enough. */
async function untilAnswers(urls: readonly string[], over: AbortSignal): Promise<void> {
  while (!over.aborted && !(await anyAnswers(urls))) await sleep(lookEveryMilliseconds);
}

async function anyAnswers(urls: readonly string[]): Promise<boolean> {
  const answering = await Promise.all(urls.map((url) => answers(new URL('/health/ready', url))));
  return answering.includes(true);
}

/** A subgraph that is not ours may lack `/health/ready`: any answer is enough. */
async function answers(url: URL): Promise<boolean> {
  const signal = AbortSignal.timeout(longestLookMilliseconds);
  return fetch(url, { signal, redirect: 'manual' }).then(
    ({ status }) => status < 500,
    () => false,
  );
}
