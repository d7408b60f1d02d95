import { outcome } from '@nimbusvault/sdk';
import { z } from 'zod';

/** In lower case, as PostgreSQL writes it: hooks carry it to those who compare text. */
export const Id = z.uuid('An id is a UUID, as in 01a20763-c7fa-755a-9d34-9f7199a96523.').toLowerCase();

/** The arguments of a mutation of one existing object. */
export const IdInput = z.object({ id: Id });

/** Why somebody does something: 1 to 1000 characters without spaces around them. */
export const Reason = z
  .string()
  .trim()
  .min(1, 'Say why, for those who look at it later.')
  .max(1_000, 'A reason has at most 1000 characters.');

/** One line that people read: 1 to 255 characters without spaces around it. */
export function line(noun: string) {
  return z
    .string()
    .trim()
    .regex(/^[^\0]{1,255}$/u, `A ${noun} has 1 to 255 characters, none of them NUL.`);
}

export function notFound(noun: string) {
  return outcome('NotFound', { message: `There is no such ${noun}.` });
}

export function conflict(message: string) {
  return outcome('Conflict', { message });
}

/** The answer where somebody else changed a row after it was read. */
export function changedMeanwhile(noun: string) {
  return conflict(`Somebody else has changed this ${noun} since. Look again and decide.`);
}
