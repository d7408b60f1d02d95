import type { Models } from './models.ts';

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
  /** The three sentences whose words are the most frequent in the text, in its order. */
  async summarize({ body }) {
    const sentences = [...new Set(sentencesOf(body))];
    const counts = Map.groupBy(stemsOf(body), (stem) => stem);
    const chosen = best(sentences, (stem) => counts.get(stem)?.length ?? 0);
    const text = sentences.filter((sentence) => chosen.includes(sentence)).join(' ');
    return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
  },
  /** The three sentences with the most words of the question. */
  async answer(question, sources) {
    const wanted = new Set(stemsOf(question));
    const lines = sources.flatMap(({ number, text }) =>
      sentencesOf(text).map((sentence) => `${sentence} [${number}]`),
    );
    const fitting = lines.filter((line) => stemsOf(line).some((stem) => wanted.has(stem)));
    return best(fitting, (stem) => Number(wanted.has(stem))).join('\n');
  },
  embed: async (texts) => texts.map(vectorOf),
};

/** The three texts of the highest worth, by the mean of their different words; a short text does not win by being short. */
function best(texts: readonly string[], worthOf: (stem: string) => number): readonly string[] {
  const valued = texts.map((text) => {
    const stems = [...new Set(stemsOf(text))];
    return { text, worth: stems.reduce((sum, stem) => sum + worthOf(stem), 0) / (stems.length + 8) };
  });
  const ordered = valued.toSorted((a, b) => b.worth - a.worth);
  return ordered.slice(0, 3).map(({ text }) => text);
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
