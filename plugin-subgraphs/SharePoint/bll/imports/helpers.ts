import { z } from 'zod';
import type { TaskStatus } from '@nimbusvault/sdk';

const state = z.enum(['WAITING', 'RUNNING', 'DONE', 'DEAD']);

/** The place of an import: its drives that are left, the link of the next page, and whether the drive is listed anew. */
export const Round = z.object({
  since: z.iso.datetime(),
  drives: z.array(z.string()),
  link: z.string().nullable(),
  isFresh: z.boolean(),
  done: z.int(),
});

export function viewImport({ state: is, progress, error }: TaskStatus) {
  return {
    state: state.parse(is.toUpperCase()),
    done: progress?.done ?? 0,
    file: progress?.note ?? null,
    error: error?.message ?? null,
  };
}
