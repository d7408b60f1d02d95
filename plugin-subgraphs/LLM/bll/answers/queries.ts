import type { Vault } from '@nimbusvault/sdk';
import { chain, type Models, type Reply, type Source } from '../../clients/models.ts';
import { paddedVector } from '../passages/helpers.ts';
import { passages } from '../passages/service.ts';
import { summaries } from '../summaries/service.ts';
import { anyWordOf, fuse, statementsIn } from './helpers.ts';

const mostSources = 6;

interface CitedSource extends Source {
  readonly documentId: string;
}

interface Draft {
  readonly text: string;
  readonly sources: readonly CitedSource[];
}

/** Has a model answer from the passages of the organization that fit the question best. */
export async function draftAnswer(question: string, models: Models, vault: Vault): Promise<Reply<Draft>> {
  return chain(await models.embed([question]), async ([vector = []]) => {
    const sources = await findSources(
      question,
      { vector: paddedVector(vector), model: models.embeddingModel },
      vault,
    );
    if (sources.length === 0) return { value: { text: '', sources }, tokens: 0 };
    const material = sources.map(({ number, title, text }) => ({ number, title, text }));
    return chain(await models.answer(question, material), async (text) => ({
      value: { text, sources },
      tokens: 0,
    }));
  });
}

/** Finds passages by words and by meaning. */
async function findSources(
  question: string,
  embedding: { readonly vector: readonly number[]; readonly model: string },
  vault: Vault,
): Promise<readonly CitedSource[]> {
  const byWords = await passages.search(anyWordOf(question), { first: 20 }, vault);
  const byMeaning = await passages.nearest(embedding, { first: 20 }, vault);
  const found = fuse([byWords, byMeaning].map(({ matches }) => matches.map(({ row }) => row))).slice(
    0,
    mostSources,
  );
  const ids = [...new Set(found.map(({ documentId }) => documentId))];
  return found.map(({ documentId, title, text }) => ({
    documentId,
    title,
    text,
    number: ids.indexOf(documentId) + 1,
  }));
}

/** The statements whose documents are all still there, with their citations; null if none is left. */
export async function citeKnown({ text, sources }: Draft, vault: Vault) {
  const ids = new Map(sources.map(({ number, documentId }) => [number, documentId]));
  const { rows } = await summaries.filter({ where: { id: [...ids.values()] }, first: 100 }, vault);
  const known = new Set(rows.map(({ id }) => id));
  const isKnown = (number: number) => known.has(ids.get(number) ?? '');
  const statements = statementsIn(text).filter(({ numbers }) => numbers.every(isKnown));
  const numbers = [...new Set(statements.flatMap((statement) => statement.numbers))].toSorted(
    (a, b) => a - b,
  );
  if (numbers.length === 0) return null;
  const citations = numbers.map((number) => ({ number, documentId: ids.get(number) ?? '' }));
  return { text: statements.map(({ line }) => line).join('\n'), citations };
}
