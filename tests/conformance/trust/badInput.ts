import type { ErrorCode } from '@nimbusvault/sdk/kernel';
import type { Scene } from './scene.ts';

/** A request over HTTP; the body is sent unchanged. */
export interface HttpRequest {
  readonly method?: string;
  /** The path of the request, `/graphql` unless given; a whole URL bypasses the gateway. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** The only bytes that are written to a socket. */
interface RawRequest {
  readonly raw: string | Buffer;
}

export type Request = HttpRequest | RawRequest;

/** An input that no client should send, and its answer: the status, and the code of the first error (null for none). */
export interface BadInput {
  readonly name: string;
  readonly request: (scene: Scene) => Request | Promise<Request>;
  readonly status: number;
  readonly code: ErrorCode | null;
  /** The further requirements on the answer. */
  readonly data?: object;
  /** The texts that its answer may not contain, besides the secrets. */
  readonly without?: readonly string[];
}

/** A row of a table: the name, the input, the status and the code. */
export type Row<Sent> = readonly [name: string, sent: Sent, status: number, code: ErrorCode | null];

/** A POST of a body as JSON, with a valid token. */
export function post(
  { token }: Pick<Scene, 'token'>,
  body: string | Buffer,
  headers: Readonly<Record<string, string | string[]>> = {},
): HttpRequest {
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return { method: 'POST', body, headers: { ...usual, ...headers } };
}
