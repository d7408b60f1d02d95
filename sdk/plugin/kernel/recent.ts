/** The most recently used entries: the oldest is removed when there is no room. */
interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** The number of entries at most, the newest first. */
  newest(most: number): readonly Value[];
}

/** The limits: the number of values, and the characters of all their keys (and of values that have a length) together. */
export interface Room {
  readonly values: number;
  readonly characters: number;
}

/** `lengthOf`: the length that a value adds to the length of its key. */
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
