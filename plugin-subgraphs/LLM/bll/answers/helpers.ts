import { z } from 'zod';

export const AskInput = z.object({
  question: z
    .string()
    .trim()
    .max(1_000, 'A question may have at most 1000 characters.')
    .regex(/[\p{L}\p{N}]/u, 'A question needs a word.')
    .refine(
      (text) => !text.includes('\0') && text.isWellFormed(),
      'A question may not have NUL, or half a character.',
    ),
});

export const CitationView = z.object({ number: z.int(), documentId: z.uuid() });

export const DocumentAnswerView = z.object({
  text: z.string(),
  model: z.string(),
  citations: z.array(CitationView),
});

/** The words of a question, any of which a passage may have. */
export function anyWordOf(question: string): string {
  const words = new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  words.delete('or');
  return [...words].slice(0, 32).join(' or ');
}

/** Ranks rows by their places in several lists: the sum of 1 / (60 + place). */
export function fuse<Row extends { readonly id: string }>(
  lists: readonly (readonly Row[])[],
): readonly Row[] {
  const worth = new Map<string, number>();
  for (const list of lists)
    for (const [place, { id }] of list.entries()) worth.set(id, (worth.get(id) ?? 0) + 1 / (60 + place));
  const rows = new Map(lists.flat().map((row) => [row.id, row]));
  return [...rows.values()].toSorted((a, b) => (worth.get(b.id) ?? 0) - (worth.get(a.id) ?? 0));
}

/** The lines of an answer that name sources, with their numbers; whatever has no source is no answer from the documents. */
export function statementsIn(answer: string) {
  return answer.split('\n').flatMap((line) => {
    const numbers = [...line.matchAll(/\[([\d\s,]+)\]/g)].flatMap(([, list = '']) =>
      list.split(',').map(Number),
    );
    return numbers.length === 0 ? [] : [{ line: line.trim(), numbers }];
  });
}
