/** The most recently used entries: the oldest leaves when there is no room. */
interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** So many at most, the newest first. */
  newest(most: number): readonly Value[];
}

/** How much there is room for: values, and characters of all their keys (and of the values, where these have a length) together. */
export interface Room {
  readonly values: number;
  readonly characters: number;
}

/** `lengthOf` a value is what it adds to the characters of its key. */
export function createRecent<Value>(room: Room, lengthOf: (value: Value) => number = () => 0): Recent<Value> {
  const values = new Map<string, Value>();
  let characters = 0;
  const remove = (key: string) => {
    const value = values.get(key);
    if (value !== undefined && values.delete(key)) characters -= key.length + lengthOf(value);
  };
  const set = (key: string, value: Value) => {
    remove(key);
    values.set(key, value);
    characters += key.length + lengthOf(value);
    for (const oldest of values.keys()) {
      if (values.size <= room.values && characters <= room.characters) return;
      remove(oldest);
    }
  };
  return {
    set,
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    delete: remove,
    newest: (count) => [...values.values()].slice(-count).toReversed(),
  };
}
