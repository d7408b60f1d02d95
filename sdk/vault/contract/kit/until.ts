import { setTimeout as pause } from 'node:timers/promises';
import { Broken } from './finding.ts';

const everyMs = 50;

/** Polls until there is a value; throws Broken with `fact` after so long. */
export async function until<Value>(
  look: () => Promise<Value | undefined>,
  fact: string,
  longestMs: number,
): Promise<Value> {
  for (const deadline = Date.now() + longestMs; ; await pause(everyMs)) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Broken(fact);
  }
}
