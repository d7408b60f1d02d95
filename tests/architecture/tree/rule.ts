import type { Tree } from './tree.ts';

/** One place that breaks a rule: where, why it is wrong, and what to do instead. */
export interface Violation {
  readonly file: string;
  readonly line?: number;
  readonly why: string;
  readonly instead: string;
}

/** A rule of the architecture. `advice` is printed by `npm run check`, and fails nothing. */
export interface Rule {
  readonly name: string;
  readonly advice?: true;
  check(tree: Tree): readonly Violation[];
}

/** The violation as one line for a reader: `file:line: why. instead.` */
export function sentence({ file, line, why, instead }: Violation): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${why}. ${instead}.`;
}
