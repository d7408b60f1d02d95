import type { Row } from './layer.ts';

/** Sorts rows as PostgreSQL does: text by code point, null after every value. */
export function sorted(rows: readonly Row[], orderBy: readonly object[]): Row[] {
  const keys = orderBy.flatMap((part) => Object.entries(part));
  return rows.toSorted((one, other) => {
    for (const [key, direction] of keys) {
      const order = compareNullable(one[key], other[key]);
      if (order !== 0) return /^desc/i.test(String(direction)) ? -order : order;
    }
    return 0;
  });
}

/** Negative, 0 or positive if `one` comes before, with or after `other`; both of one type, neither null. */
export function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  return Number(one) - Number(other);
}

function compareNullable(one: unknown, other: unknown): number {
  const [isOneNull, isOtherNull] = [one ?? null, other ?? null].map((value) => value === null);
  if (isOneNull || isOtherNull) return Number(isOneNull) - Number(isOtherNull);
  return compare(one, other);
}
