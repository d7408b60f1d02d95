import { LRUCache } from 'lru-cache';

/** A cache's room: the number of its entries, and the characters of all their keys together. */
export interface Room {
  readonly values: number;
  readonly characters: number;
}

/** The most recently used entries: the oldest is removed when there is no room. */
export function createRecent<Value extends object | number | true>(room: Room): LRUCache<string, Value> {
  return new LRUCache({
    max: room.values,
    maxSize: room.characters,
    sizeCalculation: (_, key) => key.length + 1, // an empty key counts, too
  });
}
