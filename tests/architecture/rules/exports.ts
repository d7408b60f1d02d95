import type { Program } from 'oxc-parser';
import { isCode, lineAt, programOf } from '@nimbusvault/vault/check';
import type { Rule, Violation } from '../tree/rule.ts';
import { matchesAny } from '../rooms/roomOf.ts';
import type { SourceFile } from '../tree/tree.ts';

type Statement = Program['body'][number];

const toolsWantDefault = ['**/*.config.ts', 'tests/support/reporter.ts'];

export const namedExports: Rule = {
  name: 'exports are named, one by one',
  check: ({ files }) => files.filter(isCode).flatMap((file) => violations(file, objectionToExport)),
};

export const indexFiles: Rule = {
  name: 'an index file is a list of names',
  check: ({ files }) =>
    files
      .filter(({ path }) => /(^|\/)index\.ts$/.test(path))
      .flatMap((file) => violations(file, objectionToIndexLine).slice(0, 1)),
};

type Objection = Pick<Violation, 'why' | 'instead'>;

function violations(
  file: SourceFile,
  objectionTo: (statement: Statement, path: string) => Objection | undefined,
): readonly Violation[] {
  return programOf(file).body.flatMap((statement) => {
    const objection = objectionTo(statement, file.path);
    return objection ? { file: file.path, line: lineAt(file, statement.start), ...objection } : [];
  });
}

function objectionToExport({ type }: Statement, path: string): Objection | undefined {
  if (type === 'ExportAllDeclaration') {
    return { why: 'exports all of another file', instead: 'List the names: `export { a, b } from …`' };
  }
  if (type === 'ExportDefaultDeclaration' && !matchesAny(path, toolsWantDefault)) {
    return { why: 'has a default export', instead: "Export it under the file's name" };
  }
  return undefined;
}

function objectionToIndexLine(statement: Statement): Objection | undefined {
  if (statement.type === 'ExportNamedDeclaration' && statement.source) return undefined;
  if (statement.type === 'ExportAllDeclaration') return undefined;
  return { why: 'does more than list names', instead: 'Move the code to a file with its own name' };
}
