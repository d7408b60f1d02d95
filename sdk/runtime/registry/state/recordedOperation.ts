import { z } from 'zod';
import { digest } from './digest.ts';

/** Of an operation that is recorded, in characters. */
export const longestDocument = 20_000;

const recordedOperation = z.object({
  document: z.string().max(longestDocument),
  name: z.string().max(200).nullable(),
  count: z.int().positive(),
  last: z.iso.datetime(),
});

/** An operation that was asked lately: names and fields only, never values. `last` is when, in ISO 8601. */
export type RecordedOperation = z.infer<typeof recordedOperation>;

/** Returns undefined for an invalid entry. */
export function readOperation(value: unknown): RecordedOperation | undefined {
  return recordedOperation.safeParse(value).data;
}

/** Under what an operation is recorded. */
export function operationKey({ document, name }: Pick<RecordedOperation, 'document' | 'name'>): string {
  return digest(`${name ?? ''}
${document}`);
}

/** The sum of two gateways' counts of the same operation. */
export function addOperations(
  one: RecordedOperation | undefined,
  other: RecordedOperation,
): RecordedOperation {
  if (!one) return other;
  return { ...other, count: one.count + other.count, last: one.last > other.last ? one.last : other.last };
}
