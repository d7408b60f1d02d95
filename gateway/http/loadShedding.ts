import type { ServerResponse } from 'node:http';
import { VaultError, type BaseSettings } from '@nimbusvault/sdk/kernel';

const tickMs = 25;
const memoryMs = 1_000;
const retryAfter = 1;

/** The delay of the event loop. */
interface LoopDelay {
  /** Records that a timer fired this many milliseconds after the one before. */
  note(elapsedMs: number): void;
  /** The recent delay of the loop, in milliseconds, weighted by how long each delay lasted. */
  read(): number;
}

/** A delay counts for about a second: one pause of 300 ms is forgiven, one of a second is not. */
export function createLoopDelay(): LoopDelay {
  let delayMs = 0;
  return {
    note(elapsedMs) {
      const weight = 1 - Math.exp(-elapsedMs / memoryMs);
      delayMs += weight * (Math.max(0, elapsedMs - tickMs) - delayMs);
    },
    read: () => delayMs,
  };
}

/** Refuses requests while the gateway is overloaded. */
interface LoadShedding {
  /** Counts a request until its answer has ended. Throws OVERLOADED, with `retryAfter` in seconds, if there are too many. */
  enter(answer: ServerResponse): void;
  stop(): void;
}

/** Watches the event loop and counts the requests in flight. */
export function createLoadShedding({
  eventLoopDelay,
  inFlight,
}: Pick<BaseSettings['limits'], 'eventLoopDelay' | 'inFlight'>): LoadShedding {
  const delay = createLoopDelay();
  let [last, entered] = [performance.now(), 0];
  const tick = () => {
    const now = performance.now();
    delay.note(now - last);
    last = now;
  };
  const ticking = setInterval(tick, tickMs).unref();
  const leave = () => void (entered -= 1);
  return {
    enter(answer) {
      if (entered >= inFlight || delay.read() > eventLoopDelay) throw overloaded();
      entered += 1;
      answer.once('close', leave);
    },
    stop: () => clearInterval(ticking),
  };
}

function overloaded(): VaultError {
  const message = `The gateway is overloaded. Try again in ${retryAfter} s.`;
  return new VaultError('OVERLOADED', message, { extensions: { retryAfter } });
}
