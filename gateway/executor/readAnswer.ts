import { VaultError } from '@nimbusvault/sdk/kernel';
import type { SubgraphReply } from './subgraphClient.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

export type Json = Record<string, unknown>;

/** An error as a subgraph answers it: nothing in it is trusted. */
export interface SubgraphError {
  readonly message?: unknown;
  readonly path?: unknown;
  readonly extensions?: unknown;
}

export interface SubgraphAnswer {
  readonly data: Json | null;
  readonly errors: readonly SubgraphError[];
}

/** Who answered, and whether clients may read its errors. */
export interface Origin {
  readonly name: string;
  readonly policy: Pick<SubgraphPolicy, 'showsErrors'>;
}

/**
 * Reads a GraphQL answer. Throws SUBREQUEST_HTTP_ERROR for a status other than 2xx without data, or errors that may be
 * shown, and SUBREQUEST_MALFORMED_RESPONSE for what is no answer.
 */
export function readAnswer(origin: Origin, reply: SubgraphReply): SubgraphAnswer {
  const { name } = origin;
  const value = parseJson(reply.text);
  const failed = reply.status < 200 || reply.status > 299;
  if (failed && !countsAsAnswer(value, origin)) {
    const cause = new Error(reply.text.slice(0, 1_000));
    throw new VaultError('SUBREQUEST_HTTP_ERROR', `${name} answered with HTTP status ${reply.status}.`, {
      cause,
    });
  }
  const answer = asAnswer(value);
  if (answer) return answer;
  throw malformed(name);
}

/** What a subgraph answered is not the answer to what it was asked. */
export function malformed(name: string): VaultError {
  const message = `${name} answered with something that is not its GraphQL answer.`;
  return new VaultError('SUBREQUEST_MALFORMED_RESPONSE', message);
}

function countsAsAnswer(value: unknown, { policy }: Origin): boolean {
  if (!isRecord(value)) return false;
  const { data, errors } = value;
  return isRecord(data) || (policy.showsErrors && Array.isArray(errors) && errors.length > 0);
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asAnswer(value: unknown): SubgraphAnswer | undefined {
  if (!isRecord(value)) return undefined;
  const { data = null, errors = [] } = value;
  if (!Array.isArray(errors) || !errors.every(isRecord)) return undefined;
  if (data === null) return errors.length > 0 ? { data, errors } : undefined;
  return isRecord(data) ? { data, errors } : undefined;
}
