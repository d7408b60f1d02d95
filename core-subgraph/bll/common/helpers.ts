import { outcome } from '@nimbusvault/sdk';
import { z } from 'zod';

/** In lower case, as PostgreSQL writes it: hooks carry it to subscribers that compare text. */
export const Id = z.uuid('An id must be a UUID, such as 01a20763-c7fa-755a-9d34-9f7199a96523.').toLowerCase();

/** The arguments of a mutation of one existing object. */
export const IdInput = z.object({ id: Id });

/** The reason for an action: 1 to 1000 characters without surrounding spaces. */
export const Reason = z
  .string()
  .trim()
  .min(1, 'A reason is required for the audit log.')
  .max(1_000, 'A reason may have at most 1000 characters.');

/** One line of text: 1 to 255 characters without surrounding spaces. */
export function line(noun: string) {
  return z
    .string()
    .trim()
    .regex(/^[^\0]{1,255}$/u, `A ${noun} must have 1 to 255 characters, none of them NUL.`);
}

export function notFound(noun: string) {
  return outcome('NotFound', { message: `This ${noun} does not exist.` });
}

export function conflict(message: string) {
  return outcome('Conflict', { message });
}

/** The outcome if somebody else changed a row after it was read. */
export function changedMeanwhile(noun: string) {
  return conflict(`Somebody else has changed this ${noun} since. Read it again and decide.`);
}

/** A stored word, such as a role, as a value of its GraphQL enum. */
export function upper<Word extends string>(word: Word): Uppercase<Word> {
  return word.toUpperCase() as Uppercase<Word>;
}
