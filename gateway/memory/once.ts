import { createRecent, type Room } from './recent.ts';

/** Results of work that is done once for all callers with the same key. */
interface Once<Value> {
  /** The result of work that is done, or has begun. */
  known(key: string): Promise<Value> | undefined;
  do(key: string, work: () => Promise<Value>): Promise<Value>;
}

/** Stores results as long as there is room; work that failed is done again for the next caller. */
export function createOnce<Value>(room: Room): Once<Value> {
  const done = createRecent<Promise<Value>>(room);
  const known = (key: string) => done.get(key);
  return {
    known,
    do(key, work) {
      const same = known(key);
      if (same) return same;
      const doing = work();
      done.set(key, doing);
      doing.catch(() => done.delete(key));
      return doing;
    },
  };
}
