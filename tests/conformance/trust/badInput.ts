import type { ErrorCode } from '@nimbusvault/sdk/kernel';
import type { Scene } from './scene.ts';

/** A request over HTTP; the body is sent as it is. */
export interface HttpRequest {
  readonly method?: string;
  /** The path of the request, `/graphql` unless given; a whole URL bypasses the gateway. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** The bytes that are written to a socket, and nothing after them. */
interface RawRequest {
  readonly raw: string | Buffer;
}

export type Request = HttpRequest | RawRequest;

/** An input that nobody should send, and its answer: the status, and the code of the first error (null for none). */
export interface BadInput {
  readonly name: string;
  readonly request: (scene: Scene) => Request | Promise<Request>;
  readonly status: number;
  readonly code: ErrorCode | null;
  /** The further requirements on the answer. */
  readonly data?: object;
  /** The texts that no answer to it may contain, beside the secrets. */
  readonly without?: readonly string[];
}

/** A row of a table: what is sent, the status and the code; the name comes first. */
export type Row<Sent> = readonly [name: string, sent: Sent, status: number, code: ErrorCode | null];

/** A POST of a body as JSON, with a good token. */
export function post(
  { token }: Pick<Scene, 'token'>,
  body: string | Buffer,
  headers: Readonly<Record<string, string | string[]>> = {},
): HttpRequest {
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return { method: 'POST', body, headers: { ...usual, ...headers } };
}
