import { dirname, join } from 'node:path/posix';
import { importsOf, isCode, isTest } from '@nimbusvault/vault/check';
import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile, Tree } from '../tree/tree.ts';

/** An import that leaves its folder. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly line: number;
}

export const folderCycles: Rule = {
  name: 'folders form no cycle',
  check: (tree) => cyclesIn(edgesIn(tree)).map(violation),
};

/** In a plugin the role of a file decides which files may import it: its entities may refer to each other. */
const byRole = /^(core-subgraph|plugin-subgraphs\/|examples\/)/;

function edgesIn({ files }: Tree): readonly Edge[] {
  return files
    .filter((file) => isCode(file) && !isTest(file) && !byRole.test(file.path))
    .flatMap(edgesOf)
    .filter(({ from, to }) => from !== to);
}

function edgesOf(file: SourceFile): readonly Edge[] {
  const from = dirname(file.path);
  return importsOf(file).flatMap(({ specifier, line }) =>
    specifier?.startsWith('.') ? [{ from, to: dirname(join(from, specifier)), file: file.path, line }] : [],
  );
}

/** The edges by which a folder reaches itself. */
function cyclesIn(edges: readonly Edge[]): readonly Edge[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  return edges.filter(({ from, to }) => reaches(to, from, next));
}

function reaches(start: string, goal: string, next: ReadonlyMap<string, readonly Edge[]>): boolean {
  const seen = new Set([start]);
  for (const folder of seen) for (const { to } of next.get(folder) ?? []) seen.add(to);
  return seen.has(goal);
}

function violation({ from, to, file, line }: Edge): Violation {
  return {
    file,
    line,
    why: `${from} imports ${to}, which imports ${from} in turn`,
    instead: 'Move the shared code to a folder below the two, or the file to the folder that it serves',
  };
}
