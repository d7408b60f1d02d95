import { fetch, type Dispatcher, type Response as Received } from 'undici';
import { readRetryAfter } from '@nimbusvault/sdk/kernel';
import { connectionCode, unavailable, vaultErrorIn } from './failures.ts';
import type { Outgoing } from './outgoing.ts';

const gatewayFaults = [502, 503, 504];
/** Failures of a connection that was never opened. */
const unsent = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** The end of one try. */
export interface End {
  readonly response?: Received;
  readonly error?: unknown;
  /** The outside system made its caller wait in vain: it counts for the breaker. */
  readonly isFault: boolean;
  readonly wasSent: boolean;
  /** Another try would not help. */
  readonly isFinal?: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** A call with its means; `signal` ends it. */
export interface Call {
  readonly outgoing: Outgoing;
  readonly dispatcher: Dispatcher;
  /** Aborts when the work around the call must end. */
  readonly around: AbortSignal | undefined;
  readonly deadline: AbortSignal;
  /** The time of the deadline, by `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Called once the answer is read, or nothing is left to wait for. */
  readonly end: () => void;
  readonly limits: { readonly tryMs: number; readonly totalMs: number; readonly maxAnswerBytes: number };
}

/** Sends the request once, and waits for the head of the answer. */
export async function tryOnce(call: Call): Promise<End> {
  const { outgoing, dispatcher, signal, limits } = call;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limits.tryMs);
  const { url, method, headers, body, redirect } = outgoing;
  try {
    const response = await fetch(url, {
      method,
      headers: [...headers],
      body,
      redirect,
      dispatcher,
      duplex: 'half',
      signal: AbortSignal.any([signal, late.signal]),
    });
    const retryAfterMs = readRetryAfter([...response.headers]);
    return { response, retryAfterMs, isFault: gatewayFaults.includes(response.status), wasSent: true };
  } catch (thrown) {
    return endOf(thrown, call, late.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

function endOf(thrown: unknown, call: Call, isLate: boolean): End {
  const error = isLate && !call.signal.aborted ? tooLate(call, call.limits.tryMs) : failureOf(thrown, call);
  const isOutsides = isFault(thrown, call);
  return {
    error,
    isFault: isOutsides,
    isFinal: !isOutsides || call.signal.aborted,
    wasSent: !unsent.includes(connectionCode(thrown) ?? ''),
  };
}

/** True unless the caller has ended the call, or we ourselves have refused it. */
export function isFault(thrown: unknown, { outgoing, around }: Call): boolean {
  return !outgoing.signal.aborted && !around?.aborted && !vaultErrorIn(thrown);
}

/** The error for the caller: the reason for which the call was ended, or that the outside system is not available. */
export function failureOf(thrown: unknown, call: Call): unknown {
  const { outgoing, around, deadline, limits } = call;
  if (outgoing.signal.aborted) return outgoing.signal.reason;
  if (around?.aborted) return around.reason;
  const own = vaultErrorIn(thrown);
  if (own) return own;
  if (deadline.aborted) return tooLate(call, limits.totalMs);
  const { origin } = outgoing.url;
  const code = connectionCode(thrown);
  return unavailable(`The connection to ${origin} has failed${code ? ` (${code})` : ''}.`, { cause: thrown });
}

function tooLate({ outgoing }: Call, milliseconds: number) {
  return unavailable(`${outgoing.url.origin} did not answer within ${milliseconds} ms.`);
}
