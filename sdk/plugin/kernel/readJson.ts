import type { z } from 'zod';
import { VaultError } from './errors.ts';
import { originOf, throwIfUnavailable } from './throwIfUnavailable.ts';

/** Returns the JSON of an answer, parsed. Throws what `throwIfUnavailable` throws, and OUTSIDE_ANSWER_INVALID for all else that is not as expected. */
export async function readJson<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.output<Schema>> {
  await throwIfUnavailable(response);
  const { ok, status } = response;
  if (!ok) {
    await response.body?.cancel();
    throw new VaultError('OUTSIDE_ANSWER_INVALID', `${originOf(response)} answered with status ${status}.`);
  }
  const parsed = schema.safeParse(parseJson(await response.text(), response));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw misfit(response, `${issue?.path.join('.') || 'its JSON'}: ${issue?.message}`);
}

/** V8's own message would quote the answer. */
function parseJson(text: string, response: Response): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw misfit(response, 'it is not JSON');
  }
}

function misfit(response: Response, why: string): VaultError {
  return new VaultError(
    'OUTSIDE_ANSWER_INVALID',
    `${originOf(response)} gave an answer that is not as expected: ${why}.`,
  );
}
