import type { Expression, Program } from 'oxc-parser';
import { lineAt, programOf } from '../source/module.ts';
import type { Rule } from '../source/rule.ts';

export const services: Rule = {
  code: 'PLUGIN_SERVICES',
  title: 'a service is the eight primitives',
  explain:
    'bll/<noun>/service.ts contains only `export const things = defineService(Thing)`, with the fields that callers may filter and sort by: create, get, filter, update, delete, bulkCreate, bulkUpdate and bulkDelete, each within its organization. Other reads belong in queries.ts, changes in mutations.ts.',
  find: ({ files }) =>
    files
      .filter(({ path }) => /^bll\/[^/]+\/service\.ts$/.test(path))
      .flatMap((file) =>
        programOf(file)
          .body.filter((statement) => !isDefinition(statement))
          .map(({ start }) => ({
            file: file.path,
            line: lineAt(file, start),
            message: 'A service file may contain only `export const things = defineService(Thing)`',
            fix: 'Move other reads to queries.ts, changes to mutations.ts and pure code to helpers.ts.',
          })),
      ),
};

function isDefinition(statement: Program['body'][number]): boolean {
  if (statement.type === 'ImportDeclaration') return true;
  if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'VariableDeclaration')
    return false;
  const { kind, declarations } = statement.declaration;
  return kind === 'const' && declarations.every(({ init }) => isDefineService(init));
}

function isDefineService(node: Expression | null): boolean {
  return (
    node?.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'defineService' &&
    node.arguments.length <= 2 &&
    node.arguments[0]?.type === 'Identifier' &&
    (node.arguments[1] ?? { type: 'ObjectExpression' }).type === 'ObjectExpression'
  );
}
