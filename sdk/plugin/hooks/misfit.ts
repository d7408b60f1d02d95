import type { z } from 'zod';
import { VaultError } from '../kernel/index.ts';

/** Returns the error for a payload that does not match the schema of its hook or task. */
export function misfit(type: string, { issues: [issue] }: z.ZodError): VaultError {
  const place = issue?.path.join('.') || 'the payload';
  return new VaultError('BAD_USER_INPUT', `${type} does not allow ${place}: ${issue?.message}.`);
}
