import type { ESTree } from 'vite';
import { lineAt, programOf } from '../module.ts';
import type { Rule } from '../rule.ts';

type Statement = ESTree.Program['body'][number];

export const services: Rule = {
  name: 'a service is the eight primitives',
  check: ({ files }) =>
    files
      .filter(({ path }) => /\/bll\/[^/]+\/service\.ts$/.test(path))
      .flatMap((file) =>
        programOf(file)
          .body.filter((statement) => !isAllowed(statement))
          .map((statement) => ({
            file: file.path,
            line: lineAt(file, statement.start),
            why: 'a service file holds nothing but `export const things = defineService(Thing)`',
            instead:
              'Reads of your own belong to queries.ts, changes to mutations.ts, pure code to helpers.ts',
          })),
      ),
};

function isAllowed(statement: Statement): boolean {
  if (statement.type === 'ImportDeclaration') return true;
  if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'VariableDeclaration')
    return false;
  const { kind, declarations } = statement.declaration;
  return kind === 'const' && declarations.every(({ init }) => isDefineService(init));
}

function isDefineService(node: ESTree.Expression | null): boolean {
  return (
    node?.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'defineService' &&
    node.arguments.length === 1 &&
    node.arguments[0]?.type === 'Identifier'
  );
}
