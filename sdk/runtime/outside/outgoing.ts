import { VaultError } from '@nimbusvault/sdk/kernel';

const mostHeldBytes = 1_000_000;
const safeMethods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];

type Input = Parameters<typeof globalThis.fetch>[0];

/** A request that is ready to be sent, perhaps several times. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
  readonly redirect: Request['redirect'];
  /** The caller's own signal. */
  readonly signal: AbortSignal;
  /** Kept for as long as the call lasts: its signal follows the caller's only until it is collected as garbage. */
  readonly request: Request;
}

/** Reads the arguments of `fetch`. A body of at most 1 MB is held, so that it can be sent again. */
export async function readOutgoing(input: Input, init: RequestInit = {}): Promise<Outgoing> {
  refuseOtherUrls(isRequest(input) ? input.url : String(input));
  const request = new Request(...partsOf(input, init));
  const { url, method, headers, body, redirect, signal } = request;
  return {
    url: new URL(url),
    method,
    headers: new Headers(headers),
    body: await hold(body),
    redirect,
    signal,
    request,
  };
}

function isRequest(input: Input): input is Request {
  return typeof input === 'object' && 'url' in input;
}

/** Some libraries bring a Request of their own, which the platform's would read as a text. */
function partsOf(input: Input, init: RequestInit): [Input, RequestInit] {
  if (!isRequest(input) || input instanceof Request) return [input, { duplex: 'half', ...init }];
  const { url, method, headers, body, redirect, signal } = input as Request;
  return [url, { method, headers: [...headers], body, redirect, signal, duplex: 'half', ...init }];
}

/** The platform's own errors would quote the URL, which may contain a secret. */
function refuseOtherUrls(text: string): void {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new VaultError(
      'OUTSIDE_REFUSED',
      'The URL of an outside system must begin with http:// or https://.',
    );
  if (url.username || url.password)
    throw new VaultError(
      'OUTSIDE_REFUSED',
      `The URL of ${url.origin} contains a password. Send it in the header Authorization.`,
    );
}

/** True if the request can be sent again. */
export function isHeld({ body }: Outgoing): boolean {
  return body === null || body instanceof Uint8Array;
}

/** True if a second try of a request that was sent does no harm. */
export function isRepeatable({ method, headers }: Outgoing): boolean {
  return safeMethods.includes(method) || headers.has('idempotency-key');
}

async function hold(body: ReadableStream<Uint8Array> | null): Promise<Outgoing['body']> {
  if (!body) return null;
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    size += next.value.byteLength;
    if (size > mostHeldBytes) return ReadableStream.from(restOf(chunks, reader));
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function* restOf(chunks: readonly Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    yield* chunks;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
