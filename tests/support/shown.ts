import type { Block } from './markdown.ts';

/** A shell block to run, and the output that the page shows after it. */
interface Run {
  readonly place: string;
  readonly command: string;
  readonly shown: string | undefined;
}

/** The blocks marked `run` of a page; a block marked `output` belongs to the run before it. */
export function runsIn(blocks: readonly Block[]): readonly Run[] {
  return blocks.flatMap((block, index) => {
    if (!block.words.includes('run')) return [];
    const next = blocks[index + 1];
    const shown = next?.words.includes('output') ? next.text.trim() : undefined;
    return { place: block.place, command: block.text, shown };
  });
}

/** The pattern of a page's output: `…` stands for anything. */
export function patternOf(shown: string): RegExp {
  return new RegExp(`^${shown.split('…').map(RegExp.escape).join('[^]*')}$`);
}
