import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file: the info string's first word is the language, the rest are its words. */
export interface Block {
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
  /** The beginning of the block, as `file:line`. */
  readonly place: string;
}

const fenced = /^```(\S*)([^\n]*)\n(.*?)^```$/gms;

/** The fenced blocks of a Markdown file, in order. */
export function readBlocks(file: string): readonly Block[] {
  const page = readFileSync(file, 'utf8');
  return [...page.matchAll(fenced)].map(({ 1: language = '', 2: words = '', 3: text = '', index }) => ({
    language,
    words: words.trim().split(' ').filter(Boolean),
    text,
    place: `${file}:${page.slice(0, index).split('\n').length}`,
  }));
}

/** The file that a reader writes from a block, by its word `file=…`. */
export function fileOf(block: Block): string | undefined {
  return wordOf(block, 'file');
}

/** The file that a block shows: one that its reader writes, or an existing one by `from=…`. */
export function shownFileOf(block: Block): string | undefined {
  return fileOf(block) ?? wordOf(block, 'from');
}

function wordOf({ words }: Block, name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}
