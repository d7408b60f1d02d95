import { isRecord, type Json } from '../operation/json.ts';

/** Merges a subgraph's answer into the data fetched so far; a null overwrites nothing. */
export function mergeInto(target: Json, source: Json): void {
  for (const key of Object.keys(source)) {
    if (key === '__proto__') continue;
    const [known, added] = [target[key], source[key]];
    if (known === undefined || known === null) target[key] = added;
    else if (added !== undefined && added !== null) target[key] = merged(known, added);
  }
}

function merged(known: unknown, added: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(added)) return mergedLists(known, added);
  if (!isRecord(known) || !isRecord(added)) return added;
  mergeInto(known, added);
  return known;
}

function mergedLists(known: unknown[], added: unknown[]): unknown[] {
  if (known.length !== added.length) return added;
  for (const [index, item] of added.entries()) {
    const old = known[index];
    if (old === null || old === undefined) known[index] = item;
    else if (item !== null && item !== undefined) known[index] = merged(old, item);
  }
  return known;
}

/** A copy of JSON. */
export function copyOf(source: Json): Json {
  const copy: Json = {};
  for (const key of Object.keys(source)) copy[key] = copyValue(source[key]);
  return copy;
}

function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(copyValue) : copyOf(value as Json);
}
