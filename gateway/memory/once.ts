import { createRecent, type Room } from './recent.ts';

/** The result of work that is done once for all callers with the same key. */
type Once<Value> = (key: string, work: () => Promise<Value>) => Promise<Value>;

/** Stores results as long as there is room; work that failed is done again for the next caller. */
export function createOnce<Value>(room: Room): Once<Value> {
  const done = createRecent<Promise<Value>>(room);
  return (key, work) => {
    const known = done.get(key);
    if (known) return known;
    const doing = work();
    done.set(key, doing);
    doing.catch(() => done.delete(key));
    return doing;
  };
}
