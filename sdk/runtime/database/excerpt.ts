import { matchEnd, matchStart } from '@nimbusvault/sdk/kernel';

const before = 60;
const longest = 240;

/**
 * Marks in a text what is marked in a copy of it that has spaces for some of its characters, and cuts it down to what is around the first
 * mark. A copy that differs otherwise marks nothing.
 */
export function excerptOf(text: string, marked: string): string {
  const pieces = marked.split(new RegExp(`([${matchStart}${matchEnd}])`));
  const isCopy = pieces.filter(isText).join('').length === text.length;
  if (!isCopy) return text.slice(0, longest).toWellFormed();
  const first = pieces[0]?.length ?? 0;
  const start = pieces.length === 1 ? 0 : wordStart(text, first - before);
  const end = start + longest;
  let at = 0;
  const cut = pieces.map((piece) => {
    if (!isText(piece)) return at >= start && at <= end ? piece : '';
    const [from, to] = [Math.max(at, start), Math.min(at + piece.length, end)];
    at += piece.length;
    return text.slice(from, Math.max(from, to));
  });
  return `${start > 0 ? '…' : ''}${cut.join('')}${end < text.length ? '…' : ''}`.toWellFormed();
}

function isText(piece: string): boolean {
  return piece !== matchStart && piece !== matchEnd;
}

/** The start of the first word behind a place. */
function wordStart(text: string, place: number): number {
  return place <= 0 ? 0 : place + Math.max(0, text.slice(place).search(/(?<=\s)\S/u));
}
