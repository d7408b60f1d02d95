/** Where in a JSON value there is text with a NUL character, which PostgreSQL has no place for; undefined for nowhere. */
export function findNul(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const path = findNul(item);
    if (path) return [key, ...path];
  }
  return undefined;
}
