const longestMs = 24 * 60 * 60 * 1000;

/** The wait that the header Retry-After asks for, in milliseconds, at most a day; undefined without a valid one. */
export function retryAfterOf(headers: Headers, now: number = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : untilDate(text, headers, now);
  return waitMs === undefined ? undefined : Math.min(Math.max(waitMs, 0), longestMs);
}

/** By the clock of the outside system, if it tells the time. */
function untilDate(text: string, headers: Headers, now: number): number | undefined {
  const until = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const there = Date.parse(headers.get('date') ?? '');
  return until - (Number.isNaN(there) ? now : there);
}
