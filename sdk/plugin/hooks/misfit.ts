import type { z } from 'zod';
import { VaultError } from '../kernel/index.ts';

/** The failure of a payload that its hook or task does not allow. */
export function misfit(type: string, { issues: [issue] }: z.ZodError): VaultError {
  const place = issue?.path.join('.') || 'the payload';
  return new VaultError('BAD_USER_INPUT', `${type} does not allow ${place}: ${issue?.message}.`);
}
