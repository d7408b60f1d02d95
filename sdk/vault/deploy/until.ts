import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 50;

/** Polls until there is a result, or returns undefined when the time is over. */
export async function until<T>(look: () => T | undefined, milliseconds: number): Promise<T | undefined> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = look();
    if (found !== undefined || Date.now() > end) return found;
    await pause(lookEveryMs);
  }
}
