import { fail } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';

const everyMs = 25;

/** Polls until the result is true, for at most `patienceMs` (a minute): background work has no other end. */
export async function eventually(ask: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await ask())) {
    if (Date.now() > deadline) fail(`It did not come true within ${patienceMs} ms: ${ask.toString()}`);
    await pause(everyMs);
  }
}
