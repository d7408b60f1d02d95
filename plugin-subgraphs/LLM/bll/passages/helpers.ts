const size = 1_500;
const dimensions = 768;

/** The parts of a document that are found and cited; one even without a text, for its title. */
export function partsOf({ body }: { readonly body: string }): readonly string[] {
  const parts = cutText(body);
  return parts.length > 0 ? parts : [''];
}

/** A vector in the length of its column: zeros change no comparison. */
export function paddedVector(vector: readonly number[]): number[] {
  return [...vector, ...Array.from({ length: dimensions - vector.length }, () => 0)];
}

/** Parts of at most 1,500 characters. They end where a paragraph, a sentence or a word does, if one does in time. */
function cutText(text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text.trim(); rest !== '';) {
    const end = rest.length <= size ? rest.length : endIn(rest.slice(0, size));
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return parts;
}

function endIn(text: string): number {
  const ends = [/\n\s*\n/g, /[.!?]\s/g, /\s/g].map((mark) => [...text.matchAll(mark)].at(-1)?.index ?? 0);
  return (ends.find((end) => end > size / 2) ?? size - 1) + 1;
}
