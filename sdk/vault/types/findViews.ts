import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from 'oxc-parser';
import { programOf } from '../check/index.ts';

/** The view of an entity: `<Type>View`, a zod schema or a type that a helpers.ts exports. */
export interface View {
  readonly name: string;
  /** Relative to the plugin's folder. */
  readonly file: string;
  /** False for a type; true for a schema. */
  readonly isSchema: boolean;
}

type Statement = Program['body'][number];

/** Returns the views in the bll of a plugin. */
export function findViews(folder: string): readonly View[] {
  const files = globSync('bll/*/helpers.ts', { cwd: folder }).toSorted((a, b) => (a < b ? -1 : 1));
  return files.flatMap((file) => viewsIn(file, readFileSync(join(folder, file), 'utf8')));
}

function viewsIn(file: string, text: string): readonly View[] {
  const exported = programOf({ path: file, text }).body.flatMap(namesOf);
  const types = exported.filter(({ isSchema }) => !isSchema).map(({ name }) => name);
  return exported
    .filter(({ name, isSchema }) => /^[A-Z]\w*View$/.test(name) && !(isSchema && types.includes(name)))
    .map((view) => ({ ...view, file }));
}

function namesOf(statement: Statement): readonly Omit<View, 'file'>[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
  if (declaration?.type === 'TSInterfaceDeclaration' || declaration?.type === 'TSTypeAliasDeclaration')
    return [{ name: declaration.id.name, isSchema: false }];
  if (declaration?.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ id }) =>
    id.type === 'Identifier' ? [{ name: id.name, isSchema: true }] : [],
  );
}
