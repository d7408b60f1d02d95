const dayMs = 86_400_000;

/** Entries that are not newer than this are not kept. */
export function keptSince(days: number, now: Date): Date {
  return new Date(now.getTime() - days * dayMs);
}
