import type { Models, Source } from './models.ts';

const dimensions = 256;
const longest = 300;
const common = new Set(
  'a about an and any are as at be been but by can do does for from had has have he how i if in is it its me my no not of on or our she so that the their them then there they this to was we were what when where which who why will with you your'.split(
    ' ',
  ),
);

/** Models that are no models: they take sentences out of texts by counting words, and compare texts by hashes of their words. */
export const embedded: Models = {
  chatModel: 'embedded-extractive',
  embeddingModel: `embedded-hash-${dimensions}`,
  isFree: true,
  summarize: async ({ body }) => free(summaryOf(sentencesOf(body))),
  answer: async (question, sources) => free(answerOf(new Set(stemsOf(question)), sources)),
  embed: async (texts) => free(texts.map(vectorOf)),
};

const free = <T>(value: T) => ({ value, tokens: 0 });

/** The sentences whose words are the most frequent in the text, in its order. */
function summaryOf(sentences: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const stem of sentences.flatMap(stemsOf)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const chosen = new Set<string>();
  let left = longest;
  for (const sentence of best(sentences, (stem) => counts.get(stem) ?? 0)) {
    if (chosen.size > 0 && sentence.length > left) continue;
    chosen.add(sentence);
    left -= sentence.length;
  }
  const text = sentences.filter((sentence) => chosen.delete(sentence)).join(' ');
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}

/** The three sentences with the most words of the question, a line each, with the number of its source. */
function answerOf(wanted: ReadonlySet<string>, sources: readonly Source[]): string {
  const lines = sources.flatMap(({ number, title, text }) =>
    sentencesOf(text).map((sentence) => ({
      sentence: `${sentence} [${number}]`,
      words: `${title} ${sentence}`,
    })),
  );
  const found = new Map(lines.map(({ sentence, words }) => [words, sentence]));
  const matching = [...found.keys()].filter((words) => stemsOf(words).some((stem) => wanted.has(stem)));
  return best(matching, (stem) => Number(wanted.has(stem)))
    .slice(0, 3)
    .map((words) => found.get(words))
    .join('\n');
}

/** The texts by the mean worth of their different words; a short text does not win by being short. */
function best(texts: readonly string[], worthOf: (stem: string) => number): readonly string[] {
  const worth = (text: string) => {
    const stems = [...new Set(stemsOf(text))];
    return stems.reduce((sum, stem) => sum + worthOf(stem), 0) / (stems.length + 8);
  };
  return texts
    .map((text) => ({ text, of: worth(text) }))
    .toSorted((a, b) => b.of - a.of)
    .map(({ text }) => text);
}

/** Counts the words by hash; the first number is never zero, because no vector may be. */
function vectorOf(text: string): readonly number[] {
  const hashes = stemsOf(text).map(hashOf);
  const counts = Array.from({ length: dimensions }, (_, at) => hashes.filter((hash) => hash === at).length);
  return counts.with(0, (counts[0] ?? 0) + 0.01);
}

/** FNV-1a of a word, as a place in a vector. */
function hashOf(word: string): number {
  const hash = Buffer.from(word).reduce((sum, byte) => Math.imul(sum ^ byte, 16_777_619), 2_166_136_261);
  return (hash >>> 0) % dimensions;
}

function stemsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !common.has(word)).map((word) => word.slice(0, 6));
}

function sentencesOf(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)]
    .map(({ segment }) => segment.trim().replaceAll(/\s+/g, ' '))
    .filter((sentence) => /\p{L}/u.test(sentence));
}
