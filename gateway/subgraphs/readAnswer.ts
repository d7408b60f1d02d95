import { isUnavailable } from '@nimbusvault/runtime/framing';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { RawReply } from './exchange.ts';
import type { Origin, SubgraphAnswer } from '../executor/execution.ts';
import { isRecord } from '../operation/json.ts';
import { malformed } from '../executor/subgraphErrors.ts';

/**
 * Reads a GraphQL answer. Throws SUBREQUEST_HTTP_ERROR for a status other than 2xx without data, or errors that may be
 * shown, and SUBREQUEST_MALFORMED_RESPONSE for a body that is not a GraphQL answer.
 */
export function readAnswer(origin: Origin, reply: RawReply): SubgraphAnswer {
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

function countsAsAnswer(value: unknown, { policy }: Origin): boolean {
  if (!isRecord(value)) return false;
  const { data, errors } = value;
  if (isRecord(data)) return true;
  if (!Array.isArray(errors) || !errors.every(isRecord) || errors.length === 0) return false;
  return policy.showsErrors || isUnavailable({ errors });
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
