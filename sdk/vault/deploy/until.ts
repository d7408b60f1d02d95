import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 50;

/** Looks until there is an answer, or the time is over: then undefined. */
export async function until<T>(look: () => T | undefined, milliseconds: number): Promise<T | undefined> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = look();
    if (found !== undefined || Date.now() > end) return found;
    await pause(lookEveryMs);
  }
}
