import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@nimbusvault/testing';

/** A fault. `strike` resolves once its cause is gone. */
export interface Fault {
  readonly name: string;
  strike(random: Random): Promise<void>;
}

/** One time that a fault struck. */
export interface Strike {
  readonly fault: string;
  readonly from: Date;
  readonly until: Date;
}

/** When and how faults strike. */
interface Schedule {
  readonly random: Random;
  /** The longest pause between two of them. */
  readonly pauseMs: number;
  /** No more faults begin once it is aborted, except for those that have not struck yet. */
  readonly over: AbortSignal;
  readonly tell: (line: string) => void;
}

/** A number between two limits, both included. */
export function between(random: Random, low: number, high: number): number {
  return Math.round(low + random() * (high - low));
}

/** Lets faults strike one after the other, each once before any strikes again, in an order that the seed decides. */
export async function strikeUntilOver(
  faults: readonly Fault[],
  { random, pauseMs, over, tell }: Schedule,
): Promise<readonly Strike[]> {
  const strikes: Strike[] = [];
  while (!over.aborted || strikes.length < faults.length) {
    for (const fault of shuffle(faults, random)) {
      if (over.aborted && strikes.length >= faults.length) break;
      await pause(between(random, pauseMs / 5, pauseMs));
      const from = new Date();
      tell(fault.name);
      await fault.strike(random);
      strikes.push({ fault: fault.name, from, until: new Date() });
    }
  }
  return strikes;
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
