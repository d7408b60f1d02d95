import type { Vault } from '@nimbusvault/sdk';
import type { Models } from '../../clients/models.ts';
import { paddedVector } from '../passages/helpers.ts';
import { passages } from '../passages/service.ts';
import { summaries } from '../summaries/service.ts';
import { anyWordOf, fuse, statementsIn } from './helpers.ts';

/** An answer, and the documents by their numbers in it: the first has the number 1. */
interface Draft {
  readonly text: string;
  readonly ids: readonly string[];
}

/** Has a model answer from the six passages of the organization that fit the question best, by words and by meaning. */
export async function draftAnswer(question: string, models: Models, vault: Vault): Promise<Draft> {
  const [vector = []] = await models.embed([question]);
  const embedding = { vector: paddedVector(vector), model: models.embeddingModel };
  const byWords = await passages.search(anyWordOf(question), { first: 20 }, vault);
  const byMeaning = await passages.nearest(embedding, { first: 20 }, vault);
  const found = fuse([byWords, byMeaning].map(({ matches }) => matches.map(({ row }) => row))).slice(0, 6);
  const ids = [...new Set(found.map(({ documentId }) => documentId))];
  const sources = found.map(({ documentId, title, text }) => ({
    number: ids.indexOf(documentId) + 1,
    title,
    text,
  }));
  return { ids, text: sources.length === 0 ? '' : await models.answer(question, sources) };
}

/** The statements whose documents are all still there, with their citations; null if none is left. */
export async function citeKnown({ text, ids }: Draft, vault: Vault) {
  const { rows } = await summaries.filter({ where: { id: ids }, first: 100 }, vault);
  const known = new Set(rows.map(({ id }) => ids.indexOf(id) + 1));
  const statements = statementsIn(text).filter(({ numbers }) => numbers.every((number) => known.has(number)));
  const numbers = [...new Set(statements.flatMap((statement) => statement.numbers))].toSorted(
    (a, b) => a - b,
  );
  if (numbers.length === 0) return null;
  const citations = numbers.map((number) => ({ number, documentId: ids[number - 1] ?? '' }));
  return { text: statements.map(({ line }) => line).join('\n'), citations };
}
