import { setTimeout as pause } from 'node:timers/promises';
import { ExponentialBackoff } from 'cockatiel';
import { VaultError, type HttpLimits, type HttpSite } from '@nimbusvault/sdk/kernel';
import { answerOf } from './answerOf.ts';
import type { Breakers } from './breakers.ts';
import { loggedUrl } from './loggedUrl.ts';
import { isHeld, isRepeatable, type Outgoing } from './outgoing.ts';
import { failureOf, tryOnce, type Call, type End } from './tryOnce.ts';

const passing = [408, 429, 500, 502, 503, 504];
const longestWaitMs = 10_000;
const jitter = new ExponentialBackoff({ initialDelay: 200, maxDelay: 5_000 });

/** The means of a call. */
export interface Means {
  readonly dispatcher: Call['dispatcher'];
  readonly breakers: Breakers;
  readonly limits: HttpLimits;
}

/** Sends a request, again where that is safe and may help, and logs one line. */
export async function callOutside(
  outgoing: Outgoing,
  { dispatcher, breakers, limits }: Means,
  site: HttpSite,
): Promise<Response> {
  const around = site.signal;
  const { signal: deadline, end } = startDeadline(limits.totalMs);
  const signal = AbortSignal.any([outgoing.signal, deadline, ...(around ? [around] : [])]);
  const until = performance.now() + limits.totalMs;
  const call: Call = { outgoing, dispatcher, limits, around, deadline, until, signal, end };
  const tally: Tally = { tries: 0, wasSent: false };
  const log = lineOf(call, tally, site);
  try {
    const last = await untilEnd(call, tally, { breakers, limits });
    if (!last.response) throw tally.wasSent ? last.error : unsent(last.error);
    const onBroken = () => last.isFault || breakers.countBroken(outgoing.url.origin);
    const answer = answerOf(last.response, call, onBroken);
    log.info();
    return answer;
  } catch (error) {
    call.end();
    log.warn(error);
    throw error;
  }
}

/** The tries of a call so far, whether the outside system can have received one, and the status of the latest. */
interface Tally {
  tries: number;
  wasSent: boolean;
  status?: number | undefined;
}

function unsent(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { wasSent: false }) : error;
}

/** A call that ends earlier leaves no timer behind: limits may be long, and calls many. */
function startDeadline(milliseconds: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), milliseconds);
  timer.unref();
  return { signal: late.signal, end: () => clearTimeout(timer) };
}

async function untilEnd(
  call: Call,
  tally: Tally,
  { breakers, limits }: Pick<Means, 'breakers' | 'limits'>,
): Promise<End> {
  let backoff = jitter.next();
  for (;;) {
    const end = await breakers.pass(call.outgoing.url.origin, () => tryOnce(call));
    tally.tries += 1;
    tally.status = end.response?.status;
    tally.wasSent ||= end.wasSent;
    const waitMs =
      tally.tries < limits.tries && mayRepeat(end, call) ? (end.retryAfterMs ?? backoff.duration) : Infinity;
    if (waitMs > longestWaitMs || waitMs > call.until - performance.now()) return end;
    await end.response?.body?.cancel();
    await pause(waitMs, undefined, { signal: call.signal }).catch((thrown: unknown) => {
      throw failureOf(thrown, call);
    });
    backoff = backoff.next(undefined);
  }
}

/** A request that may have been received is sent again only if its method or its key makes that harmless. */
function mayRepeat({ response, isFinal, wasSent }: End, { outgoing }: Call): boolean {
  if (isFinal || !isHeld(outgoing)) return false;
  if (response && !passing.includes(response.status)) return false;
  return !wasSent || isRepeatable(outgoing);
}

/** The line of a call in the log: never its query, its headers or its body. */
function lineOf({ outgoing: { method, url } }: Call, tally: Tally, { log, org, requestId }: HttpSite) {
  const began = performance.now();
  const fields = () => ({
    org,
    requestId,
    method,
    url: loggedUrl(url),
    ms: Math.round(performance.now() - began),
    tries: tally.tries,
    status: tally.status,
  });
  return {
    info: () => log.info(fields(), 'an outside system was called'),
    warn: (error: unknown) =>
      log.warn({ ...fields(), ...wordsOf(error) }, 'a call of an outside system failed'),
  };
}

/** The caller's own reason for an end may be anything: only its name is logged. */
function wordsOf(error: unknown): object {
  if (!(error instanceof VaultError)) return { reason: error instanceof Error ? error.name : 'ended' };
  const { message: reason, code, cause } = error;
  const address = cause instanceof Object && 'address' in cause ? { address: cause.address } : {};
  return { reason, code, ...address };
}
