import { isErrorCode } from '@nimbusvault/sdk/kernel';
import type { Reply } from './send.ts';

const allowed = [200, 400, 401, 403, 404, 405, 406, 413, 415, 429, 431, 499, 503, 504];
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traces = [/\n? +at .+:\d+:\d+/, /node_modules/, /file:\/\//, /\.[cm]?[tj]s:\d/, /\bnode:internal/];
const mostErrors = 11; // ten, and one that counts the omitted ones

interface Told {
  readonly message?: unknown;
  readonly path?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly requestId?: unknown };
}

/** An answer as JSON. */
interface Body {
  readonly data?: unknown;
  readonly errors?: readonly Told[];
}

/** The faults of an answer to any request; `secrets` are texts that must never leave the vault. */
export function faultsOf(reply: Reply, secrets: readonly string[]): readonly string[] {
  const { status, headers, text } = reply;
  const body = parse(text);
  const errors = body?.errors ?? [];
  const faults: readonly (string | false)[] = [
    !allowed.includes(status) && `the status ${status}`,
    !/^application\/(graphql-response\+)?json\b/.test(headers['content-type'] ?? '') &&
      `the type ${headers['content-type']}`,
    body === undefined && `no JSON: ${text.slice(0, 200)}`,
    errors.length === 0 && status !== 200 && 'a refusal without errors',
    errors.length > mostErrors && `${errors.length} errors`,
    ...errors.map(faultOf),
    ...errors.map(({ extensions }) => isOther(extensions?.requestId, headers) && 'another requestId'),
    ...traces.map((trace) => trace.test(text) && `a stack: ${trace}`),
    ...secrets.map((secret) => text.includes(secret) && `"${secret}" leaks`),
  ];
  return faults.filter((fault) => fault !== false);
}

/** The answer's JSON object; undefined if it is not one. */
export function parse(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(error: Told): string | false {
  const { code, requestId } = error.extensions ?? {};
  const isTold = typeof error.message === 'string' && error.message !== '';
  const isNamed = typeof requestId === 'string' && uuid.test(requestId);
  return !(isTold && isErrorCode(code) && isNamed) && `an incomplete error: ${JSON.stringify(error)}`;
}

function isOther(requestId: unknown, headers: Reply['headers']): boolean {
  const named = headers['x-request-id'];
  return named !== undefined && named !== requestId;
}
