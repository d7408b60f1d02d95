import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Files } from './files.ts';
import { kebabOf, type Names } from './names.ts';
import type { Part } from './pluginFiles.ts';
import { fillTemplates } from './templates.ts';

/** The kinds of work of an entity, beside its other mutations. */
export type WorkKind = 'mutation' | 'task' | 'schedule';

/** The files of a piece of work, without the plugin's own. */
export function workFiles(kind: WorkKind, name: string, names: Names): Files {
  return fillTemplates(kind, { ...names, ...named(name) });
}

/** The lines that it adds to definePlugin. */
export function workParts(kind: WorkKind, name: string, { nouns }: Names): readonly Part[] {
  const file = `./bll/${nouns}/mutations.ts`;
  const line = (list: string, entry: string): Part => ({
    line: `${list}: [${entry}]`,
    imports: { [file]: entry },
  });
  if (kind === 'schedule') return [line('tasks', `${name}Task`), line('schedules', name)];
  return [line(kind === 'mutation' ? 'workflows' : 'tasks', name)];
}

function named(name: string): Readonly<Record<string, string>> {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name))
    throw new VaultError(
      'BAD_USER_INPUT',
      `"${name}" cannot be the name of a constant. Choose a name such as renameTag.`,
    );
  return { name, Name: name.charAt(0).toUpperCase() + name.slice(1), nameKebab: kebabOf(name) };
}
