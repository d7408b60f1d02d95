/** A text that PostgreSQL cannot store: its path in a value, and the reason. */
interface Unstorable {
  readonly path: readonly string[];
  readonly message: string;
}

/** Returns the first text in a JSON value that has a NUL character or half of a surrogate pair, or undefined. */
export function findUnstorable(value: unknown): Unstorable | undefined {
  if (typeof value === 'string') return faultOf(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = findUnstorable(item);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

function faultOf(text: string): Unstorable | undefined {
  if (text.includes('\0')) return { path: [], message: 'Text cannot have a NUL character.' };
  if (text.isWellFormed()) return undefined;
  return { path: [], message: 'Text cannot have half of a surrogate pair.' };
}
