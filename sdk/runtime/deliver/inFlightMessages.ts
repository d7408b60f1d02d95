import { EventEmitter, once } from 'node:events';

/** The messages that a process is handling, by event id. It outlives the connection that they came over. */
export interface InFlightMessages {
  has(id: string): boolean;
  add(id: string, work: Promise<void>): void;
  /** How many more there may be, as soon as it is worth a pull; rejects when `signal` aborts. */
  room(signal: AbortSignal): Promise<number>;
  /** Resolves once nothing is in flight any more. */
  ended(): Promise<void>;
}

/** Room for so many at once; a pull for fewer than `least` is not worth it. */
export function trackInFlight(atOnce: number, least = 1): InFlightMessages {
  const works = new Map<string, Promise<void>>();
  const news = new EventEmitter();
  const end = (id: string) => {
    works.delete(id);
    news.emit('end');
  };
  return {
    has: (id) => works.has(id),
    add: (id, work) =>
      works.set(
        id,
        work.finally(() => end(id)),
      ),
    async room(signal) {
      while (works.size > atOnce - least) await once(news, 'end', { signal });
      return atOnce - works.size;
    },
    async ended() {
      await Promise.all(works.values());
    },
  };
}
