import type { Patience } from './exchange.ts';

/** Sends a request, which is abandoned when `patience` ends. */
type Send<Reply> = (patience: Patience) => Promise<Reply>;

/** Requests in flight: simultaneous callers with the same key share one. */
export interface Deduplicator<Reply> {
  /** The answer to the request of that key, which is sent unless it is in flight. Rejects when `signal` aborts. */
  share(key: string, signal: AbortSignal, send: Send<Reply>): Promise<Reply>;
  /** The answer to a separate request. */
  alone(signal: AbortSignal, send: Send<Reply>): Promise<Reply>;
  /** From now on no caller joins a request in flight: its answer may lack the latest writes. */
  seal(): void;
}

interface Flight<Reply> {
  readonly reply: Promise<Reply>;
  readonly patience: Patience;
  waiting: number;
}

/** Starts without requests in flight; each request has `deadline` milliseconds. */
export function createDeduplicator<Reply>(deadline: number): Deduplicator<Reply> {
  const flights = new Map<string, Flight<Reply>>();
  const begin = (send: Send<Reply>): Flight<Reply> => {
    const patience: Patience = { until: performance.now() + deadline };
    return { reply: send(patience), patience, waiting: 0 };
  };
  return {
    alone: (signal, send) => waitFor(begin(send), signal),
    share(key, signal, send) {
      const known = flights.get(key);
      if (known && !known.patience.left) return waitFor(known, signal);
      const flight = begin(send);
      flights.set(key, flight);
      const land = () => {
        if (flights.get(key) === flight) flights.delete(key);
      };
      flight.reply.then(land, land);
      return waitFor(flight, signal);
    },
    seal: () => flights.clear(),
  };
}

/** A caller that leaves stops waiting; the request is abandoned when no caller is left. */
function waitFor<Reply>(flight: Flight<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      const reason =
        signal.reason instanceof Error ? signal.reason : new DOMException('Nobody waits.', 'AbortError');
      flight.waiting -= 1;
      if (flight.waiting === 0) giveUp(flight.patience, reason);
      reject(reason);
    };
    const stay =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        signal.removeEventListener('abort', leave);
        settle(value);
      };
    flight.waiting += 1;
    flight.reply.then(stay(resolve), stay(reject));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
  });
}

function giveUp(patience: Patience, reason: Error): void {
  patience.left = reason;
  patience.onLeave?.(reason);
}
