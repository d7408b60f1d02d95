import type { Tree } from './tree.ts';

/** One place that breaks a rule: its location, the reason, and what to do instead. */
export interface Violation {
  readonly file: string;
  readonly line?: number;
  readonly why: string;
  readonly instead: string;
}

/** A rule of the architecture. `npm run check` prints `advice` without failing. */
export interface Rule {
  readonly name: string;
  readonly advice?: true;
  check(tree: Tree): readonly Violation[];
}

/** The violation as one line for a reader: `file:line: why. instead.` */
export function sentence({ file, line, why, instead }: Violation): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${why}. ${instead}.`;
}
