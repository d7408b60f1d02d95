import { findUnstorable, VaultError, type SearchTerm } from '../kernel/index.ts';

const longestText = 1_000;
const mostWords = 32;

/**
 * Parses a text as people type it: all words of it, or `or`, `"a phrase"`, `-without`. Returns lists of terms; a row fits if it has all
 * terms of a list. Throws BAD_USER_INPUT for more than 1,000 characters or 32 words.
 */
export function parseWords(text: string): readonly (readonly SearchTerm[])[] {
  if (text.length > longestText) refuse(`A text to search may have at most ${longestText} characters.`);
  const unstorable = findUnstorable(text);
  if (unstorable) refuse(unstorable.message);
  const tokens = [...text.matchAll(/(-?)"([^"]*)"?|(-?)(\S+)/gu)];
  const lists = tokens.reduce<SearchTerm[][]>(
    (all, [, noPhrase, phrase, no, word = '']) => {
      if (word.toLowerCase() === 'or') return [...all, []];
      const term = { words: wordsIn(phrase ?? word), isRefused: (noPhrase || no) === '-' };
      return [...all.slice(0, -1), [...(all.at(-1) ?? []), term]];
    },
    [[]],
  );
  const known = lists.map((list) => list.filter(({ words }) => words.length > 0));
  const count = known.flat().flatMap(({ words }) => words).length;
  if (count > mostWords) refuse(`A text to search may have at most ${mostWords} words.`);
  return known.filter(({ length }) => length > 0);
}

/** The words of a text, in small letters: runs of letters and digits. */
export function wordsIn(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(([word]) => word);
}

function refuse(message: string): never {
  throw new VaultError('BAD_USER_INPUT', message);
}
