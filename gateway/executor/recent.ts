/** What was asked for last, of what was put in: the oldest goes where there is no room. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** So many at most, the newest first. */
  newest(most: number): readonly Value[];
}

/** Room for so many. */
export function createRecent<Value>(most: number): Recent<Value> {
  const values = new Map<string, Value>();
  const set = (key: string, value: Value) => {
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > most && oldest !== undefined) values.delete(oldest);
  };
  return {
    set,
    get(key) {
      const value = values.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    delete: (key) => void values.delete(key),
    newest: (count) => [...values.values()].slice(-count).toReversed(),
  };
}
