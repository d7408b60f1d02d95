import type { z } from 'zod';
import { findUnstorable, outcome, type Outcome } from '../kernel/index.ts';

/** The outcome that every workflow can return: its caller's input is invalid. */
export type InvalidInput = Outcome<
  'InvalidInput',
  { readonly message: string; readonly path: readonly string[] }
>;

/** The parsed input; or its fault, for instance that PostgreSQL cannot store it. */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): { readonly input: z.output<Schema> } | InvalidInput {
  const { success, data, error } = schema.safeParse(input);
  if (!success) return invalidInput(error.issues[0]);
  const unstorable = findUnstorable(data);
  return unstorable ? invalidInput(unstorable) : { input: data };
}

interface Fault {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

function invalidInput(
  { message, path }: Fault = { message: 'The input is not valid.', path: [] },
): InvalidInput {
  return outcome('InvalidInput', { message, path: path.map(String) });
}
