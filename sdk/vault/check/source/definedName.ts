import type { ObjectExpression, Program, VariableDeclarator } from 'oxc-parser';
import { programOf } from './module.ts';
import type { SourceFile } from './source.ts';

/** Returns the `name` in `export const <name> = definePlugin({ name: … })` of a file, or undefined if it has no such export. */
export function definedName(file: SourceFile | undefined, name: string): string | undefined {
  const constants = file ? programOf(file).body.flatMap(exportedConstants) : [];
  const init = constants.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init;
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier') return undefined;
  const [definition] = init.arguments;
  if (init.callee.name !== 'definePlugin' || definition?.type !== 'ObjectExpression') return undefined;
  return nameIn(definition);
}

/** The constants that a statement exports. */
export function exportedConstants(statement: Program['body'][number]): readonly VariableDeclarator[] {
  if (statement.type !== 'ExportNamedDeclaration') return [];
  return statement.declaration?.type === 'VariableDeclaration' ? statement.declaration.declarations : [];
}

function nameIn({ properties }: ObjectExpression): string | undefined {
  const values = properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'name'
      ? property.value
      : [],
  );
  return values[0]?.type === 'Literal' ? String(values[0].value) : undefined;
}
