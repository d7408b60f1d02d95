const longestMs = 24 * 60 * 60 * 1000;

type HeadersLike = ConstructorParameters<typeof Headers>[0];

/** The wait that the header Retry-After asks for, in milliseconds, at most a day; undefined without a valid one. Takes also the headers in the error of a vendor's library. */
export function readRetryAfter(from: HeadersLike, now: number = Date.now()): number | undefined {
  const headers = new Headers(from);
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
