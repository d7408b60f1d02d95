import {
  matchEnd,
  matchStart,
  maxCandidates,
  type SearchHost,
  type SearchTerms,
  type Vault,
  type VectorQuery,
  type WordMatch,
  type WordQuery,
} from '@nimbusvault/sdk/kernel';
import { wordsIn } from '@nimbusvault/sdk/internal';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * Search over rows in memory. Words are found as with the language `simple`: no stems and no words that are left out, whatever
 * the language of the entity. A rank orders the rows of one search; its number is not PostgreSQL's.
 */
export const searchInMemory: SearchHost = {
  async byWords(query, vault) {
    const rows = await candidatesOf(query, vault);
    const ranked = rows.map((row) => matchOf(row, query)).toSorted(bestFirst);
    const { after, limit } = query;
    const behind = after ? ranked.filter((match) => bestFirst(after, match) < 0) : ranked;
    return behind.slice(0, limit);
  },
  async byVector(query, vault) {
    const { property, modelProperty, model, vector, limit } = query;
    const isOfModel = (row: Row) =>
      row[modelProperty] === model && vectorIn(row, property).length === vector.length;
    const rows = await candidatesOf(query, vault, isOfModel);
    const nearest = rows
      .map((row) => ({ id: row.id, similarity: cosine(vector, vectorIn(row, property)) }))
      .toSorted((a, b) => b.similarity - a.similarity || newestFirst(a, b));
    return { nearest: nearest.slice(0, limit), isCut: rows.length === maxCandidates };
  },
};

/** The newest rows with the words. */
async function candidatesOf(
  query: WordQuery | VectorQuery,
  { em }: Vault,
  isWanted = (_row: Row) => true,
): Promise<readonly Row[]> {
  const { entity, filter, terms } = query;
  const how = { orderBy: { id: 'desc' }, disableIdentityMap: true, populate: ['*'] };
  const rows = (await em.find(entity, filter as never, how as never)) as unknown as readonly Row[];
  const fits = (row: Row) => terms.length === 0 || fitsTerms(textsOf(row, query).map(wordsIn), terms);
  return rows.filter((row) => isWanted(row) && fits(row)).slice(0, maxCandidates);
}

function textsOf(row: Row, { searched }: Pick<WordQuery | VectorQuery, 'searched'>): readonly string[] {
  return (searched?.fields ?? []).map((field) => (row[field] ?? '') as string);
}

function fitsTerms(texts: readonly (readonly string[])[], lists: SearchTerms): boolean {
  const has = (phrase: readonly string[]) => texts.some((words) => hasPhrase(words, phrase));
  return lists.some((terms) => terms.every(({ words, isRefused }) => has(words) !== isRefused));
}

function hasPhrase(all: readonly string[], phrase: readonly string[]): boolean {
  return all.some((_, at) => phrase.every((word, offset) => all[at + offset] === word));
}

const weights = [1, 0.4, 0.2, 0.1];

function matchOf(row: Row, query: WordQuery): WordMatch {
  const texts = textsOf(row, query);
  const wanted = new Set(query.terms.flat().flatMap(({ words, isRefused }) => (isRefused ? [] : words)));
  const rank = texts
    .map((text, at) => (weights[at] ?? 0.1) * wordsIn(text).filter((word) => wanted.has(word)).length)
    .reduce((sum, part) => sum + part, 0);
  return { id: row.id, rank: Math.fround(rank), excerpt: excerptOf(texts.join('\n'), wanted) };
}

const excerptLength = 200;

function excerptOf(text: string, wanted: ReadonlySet<string>): string {
  const plain = text.replaceAll(new RegExp(`[${matchStart}${matchEnd}]`, 'g'), '');
  const isWanted = (word: string) => wanted.has(word.toLowerCase());
  const words = [...plain.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
  const first = words.find(([word]) => isWanted(word))?.index ?? 0;
  const start = Math.max(0, first - excerptLength / 2);
  return plain
    .slice(start, start + excerptLength)
    .replaceAll(/[\p{L}\p{N}\p{M}]+/gu, (word) =>
      isWanted(word) ? `${matchStart}${word}${matchEnd}` : word,
    );
}

interface Place {
  readonly rank: number;
  readonly id: string;
}

function bestFirst(one: Place, other: Place): number {
  return other.rank - one.rank || newestFirst(one, other);
}

function newestFirst(one: { readonly id: string }, other: { readonly id: string }): number {
  return Number(one.id < other.id) - Number(one.id > other.id);
}

function vectorIn(row: Row, property: string): readonly number[] {
  return (row[property] ?? []) as readonly number[];
}

function cosine(one: readonly number[], other: readonly number[]): number {
  const dot = one.reduce((sum, part, at) => sum + part * (other[at] ?? 0), 0);
  return dot / (Math.hypot(...one) * Math.hypot(...other));
}
